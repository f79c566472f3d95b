using System.Net;
using System.Text.Json;

namespace Wan.Submitter.Tests;

/// <summary>Another priority for one that waits.</summary>
public sealed class PriorityChangeTests : SubmitterTest
{
    [Fact]
    public async Task One_that_waits_takes_a_place_among_those_of_its_new_priority()
    {
        await using var submitter = await ClosedAsync();
        var ids = await submitter.EnterAsync(4, number => SubmitterUnderTest.Command(priority: number == 0 ? "high" : "normal"));
        (await submitter.PlaceAsync(ids[3]))!.Position.ShouldBe(4);

        (await ChangeAsync(submitter, ids[3], "high")).ShouldBe(HttpStatusCode.NoContent);
        (await submitter.PlaceAsync(ids[3]))!.Position.ShouldBe(2);
        (await submitter.PlaceAsync(ids[1]))!.Position.ShouldBe(3);

        (await ChangeAsync(submitter, ids[0], "low")).ShouldBe(HttpStatusCode.NoContent);
        (await submitter.PlaceAsync(ids[0]))!.Position.ShouldBe(4);
        (await submitter.PlaceAsync(ids[3]))!.Position.ShouldBe(1);
    }

    [Fact]
    public async Task Asked_for_again_it_keeps_its_place()
    {
        await using var submitter = await ClosedAsync();
        var ids = await submitter.EnterAsync(3);
        foreach (var id in new[] { ids[2], ids[1] })
            (await ChangeAsync(submitter, id, "high")).ShouldBe(HttpStatusCode.NoContent);
        var version = (await submitter.Submissions.FindAsync(ids[2]))!.Version;

        (await ChangeAsync(submitter, ids[2], "high")).ShouldBe(HttpStatusCode.NoContent);

        (await submitter.PlaceAsync(ids[2]))!.Position.ShouldBe(1);
        (await submitter.Submissions.FindAsync(ids[2]))!.Version.ShouldBe(version);
        (await submitter.PlaceAsync(ids[1]))!.Position.ShouldBe(2);
    }

    [Fact]
    public async Task Who_comes_first_by_it_is_posted_first()
    {
        await using var submitter = await ClosedAsync(("Accounts:0:RunningTasks", "1"));
        var ids = await submitter.EnterAsync(3);
        (await ChangeAsync(submitter, ids[2], "high")).ShouldBe(HttpStatusCode.NoContent);

        await submitter.HandleAsync(SubmitterUnderTest.Room(canKeep: true));

        await submitter.SubmittedAsync(ids[2]);
        (await submitter.Submissions.FindAsync(ids[0]))!.Attempts.ShouldBeEmpty();
        (await submitter.Submissions.FindAsync(ids[1]))!.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_has_left_the_line_or_whose_turn_is_now_is_left_alone()
    {
        await using var submitter = await StartAsync(("Submitter:ClaimLease", "00:05:00")); // What is due later than a claim holds is drawn in.
        var posted = (await submitter.EnterAsync(1))[0];
        await submitter.SubmittedAsync(posted);
        await submitter.HandleAsync(SubmitterUnderTest.Room(canKeep: false));
        var claimed = (await submitter.EnterAsync(1))[0];
        var document = (await submitter.Submissions.FindAsync(claimed))!;
        document.DueAt = DateTimeOffset.UtcNow.AddMinutes(1);
        (await submitter.Submissions.ReplaceAsync(document)).ShouldBeTrue();

        (await ChangeAsync(submitter, posted, "high")).ShouldBe(HttpStatusCode.Conflict);
        (await ChangeAsync(submitter, claimed, "high")).ShouldBe(HttpStatusCode.Conflict);
        (await ChangeAsync(submitter, Guid.CreateVersion7().ToString(), "high")).ShouldBe(HttpStatusCode.NotFound);
        (await ChangeAsync(submitter, "nonsense", "high")).ShouldBe(HttpStatusCode.NotFound);

        (await submitter.Submissions.FindAsync(claimed))!.Rank.ShouldBe(document.Rank);
    }

    [Fact]
    public async Task A_priority_that_there_is_not_is_named()
    {
        await using var submitter = await ClosedAsync();
        var id = (await submitter.EnterAsync(1))[0];
        using var http = new HttpClient { BaseAddress = submitter.Address };

        using var answer = await http.PutAsync(new Uri($"/v1/queue/{id}/priority/highest", UriKind.Relative), null);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("findings")[0].GetProperty("pointer").GetString().ShouldBe("/priority");
    }

    private async Task<SubmitterUnderTest> ClosedAsync(params (string Key, string Value)[] settings)
    {
        var submitter = await StartAsync(settings);
        await submitter.HandleAsync(SubmitterUnderTest.Room(canKeep: false));
        return submitter;
    }

    private static async Task<HttpStatusCode> ChangeAsync(SubmitterUnderTest submitter, string id, string priority)
    {
        using var http = new HttpClient { BaseAddress = submitter.Address };
        using var answer = await http.PutAsync(new Uri($"/v1/queue/{id}/priority/{priority}", UriKind.Relative), null);
        return answer.StatusCode;
    }
}
