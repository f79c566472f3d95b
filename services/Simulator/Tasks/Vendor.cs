using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Wan.Simulator.Requests;
using Wan.Simulator.Uploads;

namespace Wan.Simulator.Tasks;

/// <summary>All accounts and tasks of the simulated vendor.</summary>
internal sealed class Vendor : IDisposable
{
    /// <summary>What the address of an upload begins with.</summary>
    public const string OssScheme = "oss://";

    // A task that can't be done runs no longer than this until it fails.
    private static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, SimulatedAccount> accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedTask> tasks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedUpload> uploads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> accountsByKey;
    private readonly TaskJournal journal;
    private readonly SimulatorOptions options;
    private readonly TimeProvider time;
    private long nextNumber;

    public Vendor(IOptions<SimulatorOptions> options, TimeProvider time)
    {
        this.options = options.Value;
        this.time = time;
        accountsByKey = this.options.Accounts
            .SelectMany(account => account.Value.Select(key => (key, account.Key)))
            .ToDictionary(pair => pair.key, pair => pair.Key, StringComparer.Ordinal);
        journal = new TaskJournal(this.options.Directory);
        foreach (var entry in journal.Read())
            Restore(entry);
        if (UrlSecret is null)
            journal.Append(new JournalEntry { Secret = UrlSecret = RandomNumberGenerator.GetBytes(32) });
        ForgetOld();
    }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Signs result URLs.</summary>
    public byte[] UrlSecret { get; private set; }

    public IEnumerable<SimulatedAccount> Accounts => accounts.Values.OrderBy(account => account.Name, StringComparer.Ordinal);

    /// <summary>What was uploaded, the oldest first.</summary>
    public IEnumerable<SimulatedUpload> Uploads => uploads.Values.OrderBy(upload => upload.At).ThenBy(upload => upload.Key, StringComparer.Ordinal);

    /// <summary>The account an API key belongs to; null if there is none. The name of one that is not configured says nothing of the key.</summary>
    public SimulatedAccount? AccountOf(string apiKey)
    {
        if (accountsByKey.TryGetValue(apiKey, out var name))
            return Account(name);
        return accountsByKey.Count > 0 ? null : Account(NameOf(apiKey));
    }

    /// <summary>The account of this name.</summary>
    public SimulatedAccount Account(string name) => accounts.GetOrAdd(name, added => new SimulatedAccount(added, options));

    /// <summary>The task of this id, if it is one of the account's and has not expired.</summary>
    public SimulatedTask? Find(string id, SimulatedAccount account, DateTimeOffset now) =>
        Find(id, now) is { } task && task.Account == account.Name ? task : null;

    /// <summary>The task of this id, if it has not expired.</summary>
    public SimulatedTask? Find(string id, DateTimeOffset now) =>
        tasks.TryGetValue(id, out var task) && !(task.EndedAt(now) + options.TaskRetention <= now) ? task : null;

    /// <summary>Accepts a task. The account's gate is held.</summary>
    public SimulatedTask Accept(SimulatedAccount account, TaskDraft draft, DateTimeOffset now)
    {
        var number = Interlocked.Increment(ref nextNumber) - 1;
        var model = options.Models.GetValueOrDefault(draft.Model);
        var renderTime = (model?.RenderTime ?? (options.VendorTimes ? VendorTimes.Of(draft.RenderSeconds, draft.Request) : options.RenderTime)).At(Draw(number, 2), Draw(number, 3));
        var task = new SimulatedTask
        {
            Id = Guid.NewGuid().ToString(),
            Account = account.Name,
            Model = draft.Model,
            RequestId = draft.RequestId,
            Request = draft.Request,
            Number = number,
            SubmittedAt = now,
            QueueDelay = (model?.QueueDelay ?? options.QueueDelay).At(Draw(number, 0), Draw(number, 1)) / options.Speed,
            RenderTime = (draft.Request.Failure is null || renderTime < RefusalTime ? renderTime : RefusalTime) / options.Speed,
            Outcome = draft.Outcome,
            TraceParent = draft.TraceParent,
            Failure = draft.Request.Failure,
        };
        account.Lane(task.Model).Add(task, now);
        journal.Append(new JournalEntry { Task = task });
        account.Tasks.Add(task);
        tasks[task.Id] = task;
        return task;
    }

    /// <summary>Keeps what was uploaded.</summary>
    /// <returns>False if there is one of that name.</returns>
    public bool Add(SimulatedUpload upload)
    {
        if (!uploads.TryAdd(upload.Key, upload))
            return false;
        journal.Append(new JournalEntry { Upload = upload });
        return true;
    }

    /// <summary>What was uploaded for this account and model and is there still; null if nothing was.</summary>
    public SimulatedUpload? FindUpload(string url, string account, string model, DateTimeOffset now) =>
        url.StartsWith(OssScheme, StringComparison.Ordinal) && uploads.TryGetValue(url[OssScheme.Length..], out var upload)
        && upload.Account == account && upload.Model == model && upload.At + options.UploadLifetime > now
            ? upload
            : null;

    /// <summary>Cancels a task that waits. The account's gate is held.</summary>
    /// <returns>False if it does not wait.</returns>
    public bool Cancel(SimulatedAccount account, SimulatedTask task, DateTimeOffset now)
    {
        if (task.State(now) != TaskState.Pending)
            return false;

        journal.Append(new JournalEntry { Canceled = new TaskCanceled(task.Id, now) });
        Withdraw(account, task, now);
        return true;
    }

    /// <summary>Makes a task that has ended fail after all. The account's gate is held.</summary>
    public void Fail(SimulatedTask task, TaskFailure failure)
    {
        journal.Append(new JournalEntry { Failed = new TaskFailed(task.Id, failure) });
        task.Failure = failure;
    }

    public void Dispose() => journal.Dispose();

    private static void Withdraw(SimulatedAccount account, SimulatedTask task, DateTimeOffset now)
    {
        task.CanceledAt = now;
        account.Lane(task.Model).Remove(task, now);
    }

    private static string NameOf(string apiKey) => $"account-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(apiKey)).AsSpan(0, 4))}";

    // The vendor knows them no longer, and the ledger is for what goes on: a day more, and the journal is rid of them.
    private void ForgetOld()
    {
        var limit = Now - options.TaskRetention - TimeSpan.FromDays(1);
        var old = tasks.Values.Where(task => task.EndedAt(Now) < limit).Select(task => task.Id).ToHashSet();
        if (old.Count == 0)
            return;

        foreach (var account in accounts.Values)
            account.Tasks.RemoveAll(task => old.Contains(task.Id));
        foreach (var id in old)
            tasks.TryRemove(id, out _);
        journal.Rewrite([new JournalEntry { Secret = UrlSecret }, .. Uploads.Select(upload => new JournalEntry { Upload = upload }), .. tasks.Values.OrderBy(task => task.Number).Select(task => new JournalEntry { Task = task })]);
    }

    private void Restore(JournalEntry entry)
    {
        if (entry.Secret is { } secret)
        {
            UrlSecret = secret;
        }
        else if (entry.Upload is { } upload)
        {
            if (upload.At + options.UploadLifetime > Now)
                uploads[upload.Key] = upload;
        }
        else if (entry.Task is { } task)
        {
            var account = Account(task.Account);
            if (task.CanceledAt is null)
                account.Lane(task.Model).Restore(task);
            account.Tasks.Add(task);
            tasks[task.Id] = task;
            nextNumber = Math.Max(nextNumber, task.Number + 1);
        }
        else if (entry.Canceled is { } canceled && tasks.TryGetValue(canceled.Id, out var withdrawn))
        {
            Withdraw(Account(withdrawn.Account), withdrawn, canceled.At);
        }
        else if (entry.Failed is { } failed && tasks.TryGetValue(failed.Id, out var broken))
        {
            broken.Failure = failed.Failure;
        }
    }

    private double Draw(long number, int purpose) => SeededDraw.At(options.Seed, (number * 4) + purpose);
}

/// <summary>A task that is about to be accepted.</summary>
/// <param name="Model">Its model.</param>
/// <param name="RequestId">The submit's.</param>
/// <param name="Request">What it makes.</param>
/// <param name="RenderSeconds">For how long a short video of this model runs, by the vendor's samples.</param>
/// <param name="TraceParent">Of the submit; null if it had none.</param>
/// <param name="Outcome">What the caller was told.</param>
internal sealed record TaskDraft(string Model, string RequestId, VideoRequest Request, double RenderSeconds, string? TraceParent = null, string Outcome = SimulatedTask.Accepted);
