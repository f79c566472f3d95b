namespace Wan.DashScope.Accounts;

/// <summary>Which accounts are simulated and which are paid, by where their requests go. Pure.</summary>
internal static class AccountKinds
{
    /// <summary>The kind of an account at this address.</summary>
    /// <param name="address">Where its requests go.</param>
    /// <param name="simulator">Where our simulator is; null if there is none.</param>
    public static AccountKind Of(Uri address, Uri? simulator) =>
        simulator is not null && IsSameServer(address, simulator) ? AccountKind.Simulated
        : address.IsLoopback ? AccountKind.Local
        : AccountKind.Paid;

    /// <summary>What is wrong with having these together; null for nothing.</summary>
    /// <param name="accounts">Each with the keys of the configuration that make it.</param>
    public static string? Mix(IReadOnlyCollection<(DashScopeAccount Account, string Keys)> accounts)
    {
        var simulated = Name(AccountKind.Simulated);
        var paid = Name(AccountKind.Paid);
        if (simulated.Length == 0 || paid.Length == 0)
            return null;
        return $"Some videos would be simulated and others paid: {simulated} is our simulator, but {paid} is paid. Take out the one or the other; "
            + "with no account and no DASHSCOPE_API_KEY at all everything is simulated.";

        string Name(AccountKind kind) => string.Join(" and ", accounts.Where(pair => pair.Account.Kind == kind)
            .Select(pair => $"the account '{pair.Account.Name}' ({pair.Keys}) at {pair.Account.BaseUrl}"));
    }

    private static bool IsSameServer(Uri a, Uri b) => a.Scheme == b.Scheme && a.Port == b.Port
        && ((a.IsLoopback && b.IsLoopback) || a.Host.Equals(b.Host, StringComparison.OrdinalIgnoreCase));
}
