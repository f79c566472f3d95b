using Wan.Fixtures;

namespace Wan.Submitter.Tests;

/// <summary>A folder and a vendor for one test of a Submitter.</summary>
public abstract class SubmitterTest : IAsyncLifetime, IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected StubVendor Vendor { get; private set; } = null!;

    public async Task InitializeAsync() => Vendor = await StubVendor.StartAsync();

    async Task IAsyncLifetime.DisposeAsync() => await Vendor.DisposeAsync();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<SubmitterUnderTest> StartAsync(params (string Key, string Value)[] settings) =>
        SubmitterUnderTest.StartAsync(Folder, Vendor.BaseUrl, settings);

    /// <summary>The next POST makes a task that no list shows, and is answered only once this is set.</summary>
    private protected TaskCompletionSource AnswerLate()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.Surprises.Enqueue(async (context, stub, body) =>
        {
            var task = stub.Accept(context, body, listed: false);
            await answer.Task;
            await StubVendor.AnswerAsync(context, task);
        });
        return answer;
    }

    /// <summary>A generation whose POST made a task of which neither an answer nor the list told, and which waits to be POSTed again.</summary>
    private protected async Task<(string Id, StubTask Task)> WaitingAgainAsync(SubmitterUnderTest submitter)
    {
        Vendor.Surprises.Enqueue(StubVendor.AcceptUnlistedAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain); // Only what is sent after it proves anything.
        var late = Vendor.Tasks.Single();
        await submitter.SubmitAnotherAsync();
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting);
        return (command.GenerationId, late);
    }
}
