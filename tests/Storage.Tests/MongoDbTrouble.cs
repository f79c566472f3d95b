using Wan.Fixtures.MongoWire;

namespace Wan.Storage.Tests;

/// <summary>What is wrong with a server while a call is made.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Begin">Lets it go wrong for a command, and again right when it is disposed.</param>
/// <param name="IsOver">It is over soon enough for the call to succeed.</param>
/// <param name="WritesAreDone">What is written is done all the same, and can be read: a write succeeds even if this goes on.</param>
/// <param name="IsRefusal">The server says that it has done nothing.</param>
internal sealed record MongoDbTrouble(
    string Name, Func<MongoWireServer, string, IAsyncDisposable> Begin, bool IsOver = false, bool WritesAreDone = false, bool IsRefusal = false)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    // A busy machine is slow: who can have an answer is to have it.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(8);

    // Longer than the driver waits for an answer, and than a call may take.
    private static readonly TimeSpan TooSlow = Short * 1.5;

    /// <summary>How long the store has for a call.</summary>
    public TimeSpan Timeout => IsOver || WritesAreDone ? Long : Short;

    public static readonly IReadOnlyList<MongoDbTrouble> All =
    [
        Once(FaultKind.AnswerLost), Twice(FaultKind.AnswerLost), Always(FaultKind.AnswerLost) with { WritesAreDone = true },
        Once(FaultKind.CutBefore), Twice(FaultKind.CutBefore), Always(FaultKind.CutBefore),
        Once(FaultKind.SilentAfter), Always(FaultKind.SilentAfter) with { WritesAreDone = true },
        Once(FaultKind.SilentBefore), Always(FaultKind.SilentBefore),
        Once(FaultKind.NotPrimary), Twice(FaultKind.NotPrimary), Always(FaultKind.NotPrimary) with { IsRefusal = true },
        Once(FaultKind.Interrupted), Twice(FaultKind.Interrupted), Always(FaultKind.Interrupted),
        Once(FaultKind.InterruptedAtShutdown), Twice(FaultKind.InterruptedAtShutdown), Always(FaultKind.InterruptedAtShutdown),
        Once(FaultKind.WriteConcernTimeout), Always(FaultKind.WriteConcernTimeout) with { WritesAreDone = true },
        Once(FaultKind.WriteConcernInterrupted), Twice(FaultKind.WriteConcernInterrupted),
        Always(FaultKind.WriteConcernInterrupted) with { WritesAreDone = true },
        new("No primary after it", (server, command) =>
        {
            server.ElectionTime = TooSlow;
            return new Ending(server.Fail(FaultKind.WriteConcernInterrupted, command));
        }),
        new("Slow once", Fail(FaultKind.Slow, 1, TimeSpan.FromMilliseconds(150)), IsOver: true),
        new("TooSlow once", Fail(FaultKind.Slow, 1, TooSlow), IsOver: true),
        new("TooSlow always", Fail(FaultKind.Slow, null, TooSlow)),
        new("All silent", (server, _) => new Ending(server.Fail(FaultKind.SilentBefore, times: null))),
        new("All cut", (server, _) => new Ending(server.Fail(FaultKind.CutBefore, times: null))),
        new("All lost", (server, _) => new Ending(server.Fail(FaultKind.AnswerLost, times: null))),
        new("Dead", (server, _) => new Dead(server, null)),
        new("Dead for a moment", (server, _) => new Dead(server, TimeSpan.FromMilliseconds(400)), IsOver: true),
    ];

    private static MongoDbTrouble Once(FaultKind kind) => new($"{kind} once", Fail(kind, 1), IsOver: true);

    private static MongoDbTrouble Twice(FaultKind kind) => new($"{kind} twice", Fail(kind, 2), IsOver: true);

    private static MongoDbTrouble Always(FaultKind kind) => new($"{kind} always", Fail(kind, null));

    private static Func<MongoWireServer, string, IAsyncDisposable> Fail(FaultKind kind, int? times, TimeSpan delay = default) =>
        (server, command) => new Ending(server.Fail(kind, command, times: times, delay: delay));

    private sealed class Ending(Fault fault) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            fault.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Dead : IAsyncDisposable
    {
        private readonly MongoWireServer server;
        private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task returned;

        public Dead(MongoWireServer server, TimeSpan? time)
        {
            this.server = server;
            returned = ReturnAsync(time);
        }

        public async ValueTask DisposeAsync()
        {
            end.TrySetResult();
            await returned;
        }

        private async Task ReturnAsync(TimeSpan? time)
        {
            await server.GoAsync();
            await Task.WhenAny(end.Task, Task.Delay(time ?? System.Threading.Timeout.InfiniteTimeSpan));
            server.Return();
        }
    }
}
