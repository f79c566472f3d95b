using System.Diagnostics;
using System.Globalization;
using Wan.Fixtures;

namespace Wan.Storage.Tests;

/// <summary>This assembly as a process of its own, beside the test on the same SQLite file. What it has done it prints.</summary>
internal static class OtherProcess
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Starts it.</summary>
    /// <param name="task">What it does.</param>
    /// <param name="folder">Where the file is.</param>
    /// <param name="freezesAt">Which of its transactions it stops itself in (SIGSTOP), holding the file's lock; 0 for none.</param>
    public static Process Start(string task, string folder, int freezesAt = 0)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(OtherProcess).Assembly.Location, task, folder])
        {
            RedirectStandardOutput = true,
        };
        if (freezesAt > 0)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(CheckpointSignal).Assembly.Location;
            start.Environment[CheckpointSignal.CheckpointVariable] = "TransactionBegun";
            start.Environment[CheckpointSignal.OccurrenceVariable] = $"{freezesAt}";
            start.Environment[CheckpointSignal.FreezesVariable] = "True";
        }

        return Process.Start(start)!;
    }

    public static async Task Main(string[] args)
    {
        using var store = SqliteStoreFixture.Open(args[1]);
        var letters = store.Documents(Letter.Letters);
        await (args[0] switch
        {
            "claim" => ClaimAllAsync(letters),
            "hold" => ClaimAndHangAsync(letters),
            "insert" => InsertForEverAsync(letters),
            _ => throw new ArgumentException($"Unknown task {args[0]}."),
        });
    }

    private static async Task ClaimAllAsync(IDocuments<Letter> letters)
    {
        var claim = new DueClaim { Now = Noon, Lease = TimeSpan.FromHours(1), Limit = 10 };
        while (await letters.ClaimDueAsync(claim) is { Count: > 0 } claimed)
        {
            foreach (var letter in claimed)
            {
                while (true)
                {
                    var tally = (await letters.FindAsync("tally"))!;
                    tally.Readers++;
                    if (await letters.ReplaceAsync(tally))
                        break;
                }

                Console.WriteLine(letter.Id);
            }
        }
    }

    private static async Task ClaimAndHangAsync(IDocuments<Letter> letters)
    {
        foreach (var letter in await letters.ClaimDueAsync(new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 1 }))
            Console.WriteLine(letter.Id);
        await Task.Delay(Timeout.Infinite);
    }

    private static Task InsertForEverAsync(IDocuments<Letter> letters) => Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
    {
        for (var i = 0; ; i++)
        {
            var letter = new Letter { Id = string.Create(CultureInfo.InvariantCulture, $"{worker}-{i}"), CreatedAt = Noon };
            if (await letters.InsertAsync(letter))
                Console.WriteLine(letter.Id);
        }
    }));
}
