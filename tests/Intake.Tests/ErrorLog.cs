using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Wan.Intake.Tests;

/// <summary>Keeps what is logged as an error or worse.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> errors = new();

    public IEnumerable<string> Errors => errors;

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, errors);

    public void Dispose()
    {
    }

    private sealed class Category(string category, ConcurrentQueue<string> errors) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
