using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RestStream.Server.Tests;

/// <summary>Keeps what a server logs, of each entry its category, level, event and exception. Thread-safe.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IReadOnlyList<LogEntry> Errors => [.. _entries.Where(entry => entry.Level >= LogLevel.Error)];

    public ILogger CreateLogger(string categoryName) => new CategoryLog(categoryName, _entries);

    public void Dispose()
    {
        // It holds nothing.
    }

    private sealed class CategoryLog(string category, ConcurrentQueue<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue(new LogEntry(category, logLevel, eventId.Name ?? "", exception));
    }

    /// <summary>One entry.</summary>
    internal sealed record LogEntry(string Category, LogLevel Level, string Event, Exception? Exception);
}
