using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Wan.DashScope.Accounts;

/// <summary>Makes the accounts out of the options, or says which key of the configuration is wrong.</summary>
internal sealed class AccountsFromConfiguration(IConfiguration configuration) : IValidateOptions<DashScopeOptions>
{
    private static readonly HashSet<string> Settings =
        typeof(AccountOptions).GetProperties().Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public ValidateOptionsResult Validate(string? name, DashScopeOptions options)
    {
        Read(options, out var problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    public IReadOnlyList<DashScopeAccount> Read(DashScopeOptions options, out IReadOnlyList<string> problems)
    {
        var accounts = new List<DashScopeAccount>();
        var found = new List<string>();
        var made = new List<(DashScopeAccount Account, string Keys)>();
        var simulator = Uri.TryCreate(options.SimulatorUrl, UriKind.Absolute, out var url) ? url : null;
        if ((options.ApiKey is not null || !string.IsNullOrWhiteSpace(options.ApiKeyFile)) && options.Accounts.All(entry => entry.Name != DashScopeOptions.DefaultAccount))
        {
            Add(new AccountOptions { Name = DashScopeOptions.DefaultAccount }, null);
        }

        for (var i = 0; i < options.Accounts.Count; i++)
        {
            found.AddRange(configuration.GetSection($"Accounts:{i}").GetChildren()
                .Where(setting => !Settings.Contains(setting.Key)).Select(setting => $"{setting.Path} is no setting of an account."));
            Add(options.Accounts[i], $"Accounts:{i}");
        }

        if (accounts.Count == 0 && found.Count == 0)
        {
            found.Add("DASHSCOPE_API_KEY is not set, and Accounts has no entry: there is no key to call the vendor with.");
        }

        if (AccountKinds.Mix(made) is { } mix)
        {
            found.Add(mix);
        }

        problems = found;
        return accounts;

        void Add(AccountOptions entry, string? path)
        {
            var isDefault = entry.Name == DashScopeOptions.DefaultAccount;
            var name = entry.Name ?? "";
            if (!IsName(name))
            {
                found.Add($"{path}:Name must be 1 to 64 letters, digits, '.', '_' or '-', but is '{name}'.");
            }
            else if (accounts.Any(account => account.Name == name))
            {
                found.Add($"{path}:Name is '{name}', which another account has already.");
            }

            var (key, file, keyPath, problem) = Key(entry, path, isDefault ? options : null);
            if (problem is not null)
            {
                found.Add($"{keyPath} {problem}: the account '{name}' has no API key.");
            }
            else if (string.IsNullOrWhiteSpace(key))
            {
                found.Add($"{keyPath} is missing or empty: the account '{name}' has no API key.");
            }
            else if (key.Any(character => character is <= ' ' or > '~'))
            {
                found.Add($"{keyPath} has a character that no API key has (a space, a line break or one outside ASCII).");
            }

            var given = entry.BaseUrl is not null ? (entry.BaseUrl, $"{path}:BaseUrl")
                : isDefault && options.BaseUrl is not null ? (options.BaseUrl, "DASHSCOPE_HTTP_BASE_URL")
                : (DashScopeRegions.AddressOf(entry.Region ?? DashScopeRegions.Beijing), $"{path}:BaseUrl");
            if (!TryReadAddress(given.Item1, out var address))
            {
                found.Add(given.Item1 is null
                    ? $"{given.Item2} is missing: the region '{entry.Region}' has no shared host."
                    : $"{given.Item2} must be an absolute http or https URL without user name and query, such as https://dashscope.aliyuncs.com/api/v1.");
            }

            CheckLimit(entry.SubmitsPerSecond, $"{path}:SubmitsPerSecond");
            CheckLimit(entry.RunningTasks, $"{path}:RunningTasks");
            CheckLimit(entry.QueriesPerSecond, $"{path}:QueriesPerSecond");
            CheckLimit(entry.RepairQueriesPerSecond, $"{path}:RepairQueriesPerSecond");
            var account = new DashScopeAccount
            {
                Name = name,
                ApiKey = key ?? "",
                KeyFile = file,
                BaseUrl = address ?? new Uri("http://invalid"),
                Kind = address is null ? AccountKind.Local : AccountKinds.Of(address, simulator),
                Region = entry.Region ?? (isDefault ? options.Region : null) ?? (address is null ? null : DashScopeRegions.FromAddress(address)),
                Workspace = string.IsNullOrWhiteSpace(entry.Workspace) ? null : entry.Workspace,
                Models = [.. entry.Models],
            };
            account = account with
            {
                SubmitsPerSecond = entry.SubmitsPerSecond ?? account.SubmitsPerSecond,
                RunningTasks = entry.RunningTasks ?? account.RunningTasks,
                QueriesPerSecond = entry.QueriesPerSecond ?? account.QueriesPerSecond,
                RepairQueriesPerSecond = entry.RepairQueriesPerSecond ?? account.RepairQueriesPerSecond,
            };
            if (account.RepairQueriesPerSecond > account.QueriesPerSecond)
            {
                found.Add($"{path}:RepairQueriesPerSecond must not be more than QueriesPerSecond ({account.QueriesPerSecond}), but is {account.RepairQueriesPerSecond}.");
            }

            if (account is { ApiKey: VendorChoice.SimulatedKey, Kind: AccountKind.Paid })
            {
                found.Add($"{keyPath} is '{VendorChoice.SimulatedKey}', which is no key of the vendor's, but requests of the account '{name}' would go to {account.BaseUrl}.");
            }

            accounts.Add(account);
            made.Add((account, path is null ? keyPath : $"{path}, which is {path.Replace(":", "__", StringComparison.Ordinal)}__* in the environment"));
        }

        void CheckLimit(double? limit, string path)
        {
            if (limit is { } value && !(value > 0 && double.IsFinite(value)))
            {
                found.Add($"{path} must be more than 0, but is {value}.");
            }
        }
    }

    private (string? Key, KeyFile? File, string Path, string? Problem) Key(AccountOptions entry, string? path, DashScopeOptions? variables)
    {
        if (!string.IsNullOrWhiteSpace(entry.ApiKeyFile))
        {
            return File(entry.ApiKeyFile, $"{path}:ApiKeyFile", entry.ApiKey is not null ? "ApiKey" : entry.ApiKeyEnvironmentVariable is not null ? "ApiKeyEnvironmentVariable" : null);
        }

        if (entry.ApiKey is not null)
        {
            return (entry.ApiKey, null, $"{path}:ApiKey", null);
        }

        if (entry.ApiKeyEnvironmentVariable is { } variable)
        {
            // Environment variables are part of the configuration.
            return (configuration[variable], null, $"{variable} (named by {path}:ApiKeyEnvironmentVariable)", null);
        }

        return !string.IsNullOrWhiteSpace(variables?.ApiKeyFile)
            ? File(variables.ApiKeyFile, "DASHSCOPE_API_KEY_FILE", string.IsNullOrWhiteSpace(variables.ApiKey) ? null : "DASHSCOPE_API_KEY")
            : (variables?.ApiKey, null, path is null || variables?.ApiKey is not null ? "DASHSCOPE_API_KEY" : $"{path}:ApiKey", null);

        static (string?, KeyFile?, string, string?) File(string name, string setting, string? besides)
        {
            if (besides is not null)
            {
                return (null, null, setting, $"is set and {besides} too, so that it is open which key counts; take one of them out");
            }

            var file = KeyFile.Open(name, out var problem);
            return (file?.Key, file, setting, problem);
        }
    }

    private static bool TryReadAddress(string? text, out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && address.Scheme is "http" or "https"
        && address is { UserInfo: "", Query: "", Fragment: "" };

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');
}
