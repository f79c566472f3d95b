namespace Wan.DashScope.Accounts;

/// <summary>The vendor's regions and their hosts. https://help.aliyun.com/zh/model-studio/regions</summary>
internal static class DashScopeRegions
{
    public const string Beijing = "cn-beijing";

    private static readonly Dictionary<string, string> SharedHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dashscope.aliyuncs.com"] = Beijing,
        ["dashscope-intl.aliyuncs.com"] = "ap-southeast-1",
        ["dashscope-us.aliyuncs.com"] = "us-east-1",
        ["cn-hongkong.dashscope.aliyuncs.com"] = "cn-hongkong",
    };

    /// <summary>Shared hosts, and <c>{workspace}.{region}.maas.aliyuncs.com</c>; null for any other, such as a proxy of one's own.</summary>
    public static string? FromAddress(Uri address)
    {
        if (SharedHosts.TryGetValue(address.Host, out var region))
        {
            return region;
        }

        var labels = address.Host.Split('.');
        return labels.Length == 5 && address.Host.EndsWith(".maas.aliyuncs.com", StringComparison.OrdinalIgnoreCase) ? labels[1] : null;
    }

    /// <summary>The shared host of a region; null if it has none.</summary>
    public static string? AddressOf(string region) =>
        SharedHosts.FirstOrDefault(host => host.Value.Equals(region, StringComparison.OrdinalIgnoreCase)).Key is { } host
            ? $"https://{host}/api/v1"
            : null;
}
