namespace RestStream.Core.State;

/// <summary>The door to internal topics that hold the state of a room above the engine. No public route goes through it. Thread-safe.</summary>
public interface IStateTopics
{
    /// <summary>The topic of that internal name; nothing is read or made yet.</summary>
    /// <exception cref="ArgumentException">The name is not internal.</exception>
    IStateTopic Open(string name);
}
