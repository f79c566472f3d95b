using System.ComponentModel.DataAnnotations;

namespace Wan.Archiver.Retention;

/// <summary>The section <c>Archive:Retention</c>: how long videos are kept. Without a rule: for good.</summary>
public sealed class RetentionOptions : RetentionRule
{
    /// <summary>Rules of single tenants, in place of the general one.</summary>
    public Dictionary<string, RetentionRule> Tenants { get; set; } = [];

    /// <summary>How often the rules are applied.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether there is any rule.</summary>
    public bool HasRules => HasLimit || Tenants.Values.Any(rule => rule.HasLimit);

    /// <summary>The rule of a tenant.</summary>
    public RetentionRule Of(string tenant) => Tenants.GetValueOrDefault(tenant, this);
}

/// <summary>One rule; both limits hold where both are set.</summary>
public class RetentionRule
{
    /// <summary>Videos older than this are deleted; null for no such limit.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "36500.00:00:00")]
    public TimeSpan? Age { get; set; }

    /// <summary>Bytes of all videos of one tenant; the oldest beyond are deleted. Null for no such limit.</summary>
    [Range(0, long.MaxValue)]
    public long? Bytes { get; set; }

    /// <summary>Whether it limits anything.</summary>
    public bool HasLimit => Age is not null || Bytes is not null;
}
