using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>What has ended long ago leaves with its request, and nothing else does.</summary>
public sealed class RetentionTests
{
    private static readonly (string, string) Often = ("Intake:RetentionInterval", "00:00:00.100");

    [Fact]
    public async Task A_generation_whose_time_is_over_leaves_with_its_request_and_that_is_told()
    {
        using var folder = new TemporaryFolder();
        (string, string)[] settings = [Often, ("Storage:Directory", folder.Path), ("Storage:KeepGenerationsFor", "2.00:00:00")];
        var (ended, running) = (Samples.Generation("failed"), Samples.Generation("rendering"));
        await using (var before = new IntakeApplication(settings: settings))
        {
            _ = before.Server;
            foreach (var generation in new[] { ended, running })
            {
                await before.Bodies.SaveAsync(generation.Id, "{}"u8.ToArray());
                await before.Generations.InsertAsync(generation);
            }
        }

        await using var intake = new IntakeApplication(settings: settings);
        intake.Clock.Move(TimeSpan.FromDays(3));
        _ = intake.Server;
        var told = await intake.Recorder.PublishedAsync<GenerationDeleted>();
        await Eventually.UntilAsync(async () => await intake.Generations.FindAsync(ended.Id) is null, "it is gone");

        (told.GenerationId, told.Status, told.Tenant).ShouldBe((ended.Id, "failed", ended.Tenant));
        (await intake.Bodies.FindAsync(ended.Id)).ShouldBeNull();
        (await intake.Generations.FindAsync(running.Id)).ShouldNotBeNull();
        (await intake.Bodies.FindAsync(running.Id)).ShouldNotBeNull();
        intake.Recorder.Published.OfType<GenerationDeleted>().ShouldAllBe(message => message.GenerationId == ended.Id);
    }

    [Fact]
    public async Task A_request_that_never_got_its_generation_is_deleted_once_none_can_come_any_more()
    {
        await using var intake = new IntakeApplication(settings: Often);
        _ = intake.Server;
        var now = DateTimeOffset.UtcNow;
        var (orphan, wanted, fresh) = (IdOf(now.AddHours(-2)), Samples.Generation("rendering", createdAt: now.AddHours(-3)), IdOf(now));
        await intake.Generations.InsertAsync(wanted);
        foreach (var id in new[] { orphan, wanted.Id, fresh })
            await intake.Bodies.SaveAsync(id, "{}"u8.ToArray());

        await Eventually.UntilAsync(async () => await intake.Bodies.FindAsync(orphan) is null, "it is gone");

        (await intake.Bodies.IdsAsync("", 10)).ShouldBe([wanted.Id, fresh]);
    }

    private static string IdOf(DateTimeOffset time) => Guid.CreateVersion7(time).ToString();
}
