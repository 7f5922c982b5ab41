using RestStream.Storage.Files;

namespace RestStream.TestKit.Simulation;

/// <summary>A call that is to fail.</summary>
/// <param name="Nth">Which of the calls that fit, counted from now, from 1.</param>
/// <param name="Calls">Which kinds fit.</param>
public sealed record SimulatedFault(int Nth, FileCalls Calls)
{
    /// <summary>What the <see cref="FileSystemException"/> says.</summary>
    public FileError Error { get; init; } = FileError.Other;

    /// <summary>Thrown instead of a <see cref="FileSystemException"/>.</summary>
    public Func<Exception>? Exception { get; init; }

    /// <summary>How much a failing write writes before; null: a random part, maybe none or all.</summary>
    public int? BytesWritten { get; init; }

    /// <summary>True when every later call that fits fails too.</summary>
    public bool IsLasting { get; init; }

    /// <summary>Which paths fit; null for all.</summary>
    public Func<string, bool>? Path { get; init; }

    internal bool Fits(FileCalls call, string path) => (Calls & call) != 0 && Path?.Invoke(path) != false;

    internal Exception ToException(FileCalls call, string path) => Exception?.Invoke() ?? new FileSystemException(Error, $"{call} {path}: simulated {Error}");
}
