using System.Net;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Sagas;

namespace Wan.Intake.Tests;

/// <summary>What is stored goes on even if its message was lost.</summary>
public sealed class SweepTests
{
    [Fact]
    public async Task A_generation_whose_first_message_was_lost_is_started()
    {
        await using var intake = new IntakeApplication(settings: ("Intake:SweepInterval", "00:00:00.100"));
        _ = intake.Server;
        var generation = Samples.Generation("accepted");
        generation.DueAt = DateTimeOffset.UtcNow;
        await intake.Generations.InsertAsync(generation);

        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == generation.Id);
        var started = (await intake.Generations.FindAsync(generation.Id))!;
        started.Status.ShouldBe("submitting");
        started.DueAt!.Value.ShouldBeGreaterThan(DateTimeOffset.UtcNow);
    }

    [Fact]
    public void What_is_given_up_is_not_sent_to_Submitter_alone_when_its_request_comes_again()
    {
        var (wanted, unwanted, old, further) = (Samples.Generation("submitting"), Samples.Generation("submitting"), Samples.Generation("accepted"), Samples.Generation("rendering"));
        unwanted.CancelRequested = true;

        wanted.ToStart().ShouldBeOfType<SubmitGeneration>();
        unwanted.ToStart().ShouldBeOfType<ContinueGeneration>(); // Which has it withdrawn too.
        old.ToStart().ShouldBeOfType<ContinueGeneration>();
        further.ToStart().ShouldBeNull();
    }

    [Fact]
    public async Task Everything_unfinished_is_due_at_the_start_of_the_only_process()
    {
        using var folder = new TemporaryFolder();
        var generation = Samples.Generation("archiving");
        generation.DueAt = DateTimeOffset.UtcNow.AddSeconds(100);
        await using (var before = new IntakeApplication(settings: ("Storage:Directory", folder.Path)))
        {
            _ = before.Server;
            await before.Generations.InsertAsync(generation);
        }

        await using var after = new IntakeApplication(settings: [("Storage:Directory", folder.Path), ("Sweep:AllAtStart", "true")]);
        _ = after.Server;
        await after.Recorder.PublishedAsync<ArchiveVideo>(sent => sent.GenerationId == generation.Id);
    }

    [Theory]
    [InlineData("GET", "video")]
    [InlineData("HEAD", "video")]
    [InlineData("GET", "poster")]
    [InlineData("POST", "archive")]
    [InlineData("GET", "hold")]
    [InlineData("PUT", "hold")]
    [InlineData("DELETE", "hold")]
    [InlineData("GET", "quarantine")]
    [InlineData("GET", "quarantine/video")]
    [InlineData("HEAD", "quarantine/video")]
    [InlineData("POST", "quarantine/accept")]
    public async Task Who_asks_for_what_Archiver_keeps_is_sent_there(string method, string path)
    {
        await using var intake = new IntakeApplication(settings: ("Intake:ArchiverUrl", "http://archiver:8080/"));
        using var http = intake.CreateClient(new() { AllowAutoRedirect = false });
        var id = Guid.CreateVersion7();

        using var response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/generations/{id}/{path}"));

        response.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        response.Headers.Location!.ToString().ShouldBe($"http://archiver:8080/v1/generations/{id}/{path}");
    }
}
