namespace Wan.Simulator.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("simulator-");
    private readonly ManualClock clock = new();

    [Fact]
    public async Task Tasks_their_times_and_their_URLs_outlive_the_process()
    {
        string done, failed, canceled, waiting, url;
        await using (var first = await StartAsync())
        {
            done = await first.SubmitAsync(Bodies.Wan26());
            failed = await first.SubmitAsync(Bodies.Wan27("""{"duration":99}"""));
            clock.Advance(11);
            url = (await first.QueryAsync(done)).GetProperty("output").GetProperty("video_url").GetString()!;
            await first.SubmitAsync();
            canceled = await first.SubmitAsync();
            waiting = await first.SubmitAsync();
            (await first.CancelAsync(canceled)).EnsureSuccessStatusCode().Dispose();
        }

        await using var second = await StartAsync();
        (await second.StatusAsync(done)).ShouldBe("SUCCEEDED");
        (await second.QueryAsync(failed)).GetProperty("output").GetProperty("message").GetString().ShouldBe("Duration should be between 2 and 10");
        (await second.StatusAsync(canceled)).ShouldBe("CANCELED");
        (await second.StatusAsync(waiting)).ShouldBe("PENDING");
        clock.Advance(11);
        (await second.StatusAsync(waiting)).ShouldBe("RUNNING");
        using var video = await second.Http.GetAsync(new Uri(second.Http.BaseAddress!, new Uri(url).PathAndQuery));
        video.EnsureSuccessStatusCode();
        (await second.LedgerAsync()).GetProperty("counters").GetProperty("tasks").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task A_line_that_was_cut_off_costs_that_line_only()
    {
        await using (var first = await StartAsync())
        {
            await first.SubmitAsync();
            await first.SubmitAsync();
        }

        var journal = Path.Combine(directory.FullName, "tasks.jsonl");
        await using (var file = File.OpenWrite(journal))
            file.SetLength(file.Length - 20);
        string third;
        await using (var second = await StartAsync())
        {
            (await Count(second)).ShouldBe(1);
            third = await second.SubmitAsync();
        }

        await using var last = await StartAsync();
        (await Count(last)).ShouldBe(2);
        (await last.StatusAsync(third)).ShouldBe("PENDING");
    }

    [Fact]
    public async Task Two_at_once_do_not_share_a_directory()
    {
        await using var first = await StartAsync();

        await Should.ThrowAsync<IOException>(StartAsync);
    }

    [Fact]
    public async Task A_start_forgets_what_the_vendor_has_forgotten_long_ago()
    {
        await using (var first = await StartAsync())
            await first.SubmitAsync();
        clock.Advance(3 * 24 * 3600);

        await using (var second = await StartAsync())
        {
            (await Count(second)).ShouldBe(0);
            await second.SubmitAsync();
        }

        File.ReadAllLines(Path.Combine(directory.FullName, "tasks.jsonl")).Length.ShouldBe(2);
        await using var third = await StartAsync();
        (await Count(third)).ShouldBe(1);
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static async Task<int> Count(RunningSimulator simulator) => (await simulator.LedgerAsync()).GetProperty("counters").GetProperty("tasks").GetInt32();

    private Task<RunningSimulator> StartAsync() => RunningSimulator.StartAsync(clock, $"Directory={directory.FullName}", "RunningTasks=1", "QueueDelay=00:00:00");
}
