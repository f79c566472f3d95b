using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>An installation that was lost is put back from a backup of while it ran: what it had goes on, and nothing is paid twice.</summary>
[Collection("rabbitmq 3")]
public sealed class RestoreTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_restored_goes_on_and_what_may_have_been_submitted_since_is_not_submitted()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 1, ("DashScope__SubmitTimeout", "00:01:00")); // The vendor stands still for a while.
        var (door, standalone) = (installation.Door, installation["Standalone"]);
        var done = await door.PlaceAsync(Order.Make(5));
        var video = await door.GetVideoAsync((await door.WaitForEndsAsync([done], Patience, installation.Tails))[0].Video!.Url);
        var waiting = new List<string>();

        // Nothing ends while the vendor stands still, so that of two at least one waits.
        await installation.Simulator.CountAsync("tasks");
        installation.Vendor.Freeze();
        for (var number = 0; number < 2; number++)
            waiting.Add(await door.PlaceAsync(Order.Make(3 + 7 * number, "Waiting")));
        await BackUpAsync(installation, folder.File("backup"));
        installation.Vendor.Thaw();
        var later = await door.PlaceAsync(Order.Make(10, "Later"));
        await door.WaitForEndsAsync([.. waiting, later], Patience, installation.Tails);
        var paid = (await installation.Simulator.GetLedgerAsync()).Tasks.Count;
        paid.ShouldBe(4);
        await standalone.KillAsync();

        var settings = Settings.Services(folder.File("restored"), installation.Vendor.Address, 1, null);
        var (code, output, errors) = await ServiceVerb.RunAsync("Standalone", settings, "restore", folder.File("backup"));
        code.ShouldBe(0, errors);
        CopyFolder(Path.Combine(installation.DataFolder, "archive"), folder.File("restored", "archive"));
        await using var restored = new ServiceProcess("Standalone", settings);
        await restored.StartAsync();
        using var again = new Door(restored.Address);

        (await again.GetVideoAsync((await again.GetAsync(done)).Video!.Url)).ShouldBe(video);
        foreach (var generation in await again.WaitForEndsAsync(waiting, Patience, () => restored.Tail()))
            (generation.Status, generation.Error?.Code).ShouldBe(("failed", "submission_restored"), output);
        var fresh = await again.PlaceAsync(Order.Make(17, "Fresh"));
        (await again.WaitForEndsAsync([fresh], Patience, () => restored.Tail()))[0].Status.ShouldBe("completed");
        (await installation.Simulator.GetLedgerAsync()).Tasks.Count.ShouldBe(paid + 1);
    }

    private static async Task BackUpAsync(Installation installation, string folder)
    {
        var (code, output, errors) = await ServiceVerb.RunAsync("Standalone", new Dictionary<string, string> { ["Storage__Directory"] = installation.DataFolder }, "backup", folder);
        code.ShouldBe(0, errors);
        output.ShouldContain("intake.db");
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
