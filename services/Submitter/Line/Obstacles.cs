using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>Says why nothing can be submitted, for people. Pure.</summary>
internal static class Obstacles
{
    /// <summary>What stands in the way of an account; null for nothing.</summary>
    public static string? Of(AccountState state) =>
        state.PausedFor is { } reason ? $"account {state.Id} is paused until {state.PausedUntil:u}: {reason}"
        : state.MissedSince is { } since ? $"account {state.Id} has not been reached since {since:u}: {state.MissedFor}"
        : null;

    /// <summary>What stands in the way of a model on an account; null for nothing.</summary>
    public static string? Of(Quota quota) => quota.PausedFor is { } reason
        ? $"model {quota.Model} is paused on account {quota.Account} until {quota.PausedUntil:u}: {reason}"
        : null;

    /// <summary>What a waiting generation waits for beside its turn.</summary>
    /// <param name="model">Its model.</param>
    /// <param name="room">Why no video could be kept; null if one could.</param>
    /// <param name="accounts">For each account that may run the model what stands in its way; null for nothing.</param>
    /// <returns>Null if it waits for its turn only: some account can be used.</returns>
    public static string? WaitingFor(string model, string? room, IReadOnlyCollection<string?> accounts) =>
        room ?? (accounts.Count == 0 ? $"no account may run {model}; add the model to one in the section Accounts"
            : accounts.Contains(null) ? null
            : string.Join("; ", accounts));
}
