using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Wan.Fixtures.Hosts;

/// <summary>Keeps what is logged.</summary>
public sealed class LogList : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> lines = new();

    /// <summary>What was logged so far.</summary>
    public IEnumerable<LogLine> Lines => lines;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(categoryName, lines);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>All lines.</summary>
    public override string ToString() => string.Join('\n', lines);

    private sealed class Category(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(logLevel, category, formatter(state, exception), exception));
    }
}

/// <summary>One thing that was logged.</summary>
public sealed record LogLine(LogLevel Level, string Category, string Message, Exception? Exception)
{
    /// <summary>It on one line, unless it has an exception.</summary>
    public override string ToString() => $"{Level} {Category}: {Message} {Exception}";
}
