using Microsoft.Extensions.DependencyInjection;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>One process for everything: at its start it looks at all that the last one left behind.</summary>
public sealed class SweepAtStartTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private StubVendor vendor = null!;

    public async Task InitializeAsync() => vendor = await StubVendor.StartAsync();

    public async Task DisposeAsync()
    {
        await vendor.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(100)] // As many as a sweep takes at once in the course of its work.
    [InlineData(101)]
    public async Task It_looks_once_and_begins_its_work(int count)
    {
        await using (var stored = SubmitterUnderTest.Stored(folder))
        {
            for (var number = 0; number < count; number++)
                (await stored.GetRequiredService<IDocuments<Submission>>().InsertAsync(Submitted())).ShouldBeTrue();
        }

        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl, ("Sweep:AllAtStart", "true"));

        await submitter.Service<Sweep>().First.WaitAsync(Eventually.Patience);
        await submitter.SubmittedAsync((await submitter.EnterAsync(1))[0]);
    }

    private static Submission Submitted()
    {
        var command = SubmitterUnderTest.Command();
        var submission = new Submission
        {
            Id = command.GenerationId,
            CreatedAt = DateTimeOffset.UtcNow,
            Model = command.Model,
            RequestHash = command.RequestHash,
            Tenant = command.Tenant,
            Rank = Priorities.Rank(1, 0),
        };
        submission.Accept(new VendorTask($"task-{command.GenerationId}", "default", "attempt", "request", DateTimeOffset.UtcNow), DateTimeOffset.UtcNow.AddHours(1));
        return submission;
    }
}
