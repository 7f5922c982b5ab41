using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Core.Produce;
using RestStream.Core.Topics;

namespace RestStream.Core;

/// <summary>What a log engine can do, and how it is. Thread-safe.</summary>
public interface ILogEngine : ITopics, IProducer, IFetcher
{
    /// <summary>How the engine is now.</summary>
    EngineStatus Status { get; }

    /// <summary>Ends when the engine has failed for good (a sync failed): the process must end too, without acknowledging anything more.</summary>
    Task<Exception> Failed { get; }

    /// <summary>Sessions of consumers.</summary>
    IConsumers Consumers { get; }

    /// <summary>Consumer groups.</summary>
    IGroups Groups { get; }

    /// <summary>How many fetches are waiting now.</summary>
    int ParkedFetches { get; }

    /// <summary>Answers waiting fetches with what they have and refuses new produces; reads go on until disposal.</summary>
    void BeginStop();
}
