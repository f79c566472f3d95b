using System.Diagnostics.CodeAnalysis;

namespace Wan.DashScope.Accounts;

/// <summary>The accounts of this installation, by name.</summary>
public sealed class DashScopeAccounts(IEnumerable<DashScopeAccount> accounts)
{
    private readonly Dictionary<string, DashScopeAccount> byName = accounts.ToDictionary(account => account.Name, StringComparer.Ordinal);

    /// <summary>All of them, in the order of the configuration.</summary>
    public IReadOnlyCollection<DashScopeAccount> All => byName.Values;

    /// <summary>The account of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message says which there are.</exception>
    public DashScopeAccount this[string name] => TryGet(name, out var account)
        ? account
        : throw new KeyNotFoundException($"There is no account '{name}' in the configuration; known: {string.Join(", ", byName.Keys)}.");

    /// <summary>The account of this name, if there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out DashScopeAccount? account) => byName.TryGetValue(name, out account);
}
