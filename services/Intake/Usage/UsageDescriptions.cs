using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Views;

namespace Wan.Intake.Usage;

/// <summary>What the description of the API says of usage and limits.</summary>
internal static class UsageDescriptions
{
    private static readonly DoorRefusal OtherTenant = new(403, "The key is of another tenant.", "auth.tenant");

    public static DoorDescription Usage { get; } = new("getUsage", DoorGroups.Usage, "Shows what was used, by day, model and tenant")
    {
        Detail = "Days are those of UTC. As CSV with `format=csv`, or where `Accept` wants `text/csv` alone.",
        Query =
        [
            new("from", "The first day, such as 2026-11-01; by itself the first of the month of `to`.") { Format = "date", Example = "2026-11-01" },
            new("to", "The last day; today by itself. At most 400 days at once.") { Format = "date", Example = "2026-11-30" },
            new("group_by", "What is told apart: `day`, `model` and `tenant`, with commas between; `day` by itself.") { Example = "day,model" },
            new("tenant", "Only of this tenant, 1 to 64 characters."),
            new("format", "`json` or `csv`.") { Words = ["json", "csv"] },
        ],
        Answers = [new(200, "A row for each group and currency.", typeof(UsageView)), new(200, "The same as CSV.") { MediaType = "text/csv" }],
        Refusals =
        [
            new(400, "A parameter is not as documented, or this is too much at once.", "query.from", "query.to", "query.group_by", "query.tenant", "query.format", "usage.too_much"), OtherTenant,
        ],
    };

    public static DoorDescription Limits { get; } = new("getLimits", DoorGroups.Usage, "Shows a tenant's limits, and what is left of them")
    {
        Query = [new("tenant", "Whose, 1 to 64 characters; by itself that of the key, or `default`.")],
        Answers = [new(200, "Those that it has.", typeof(LimitsView))],
        Refusals = [new(400, "`tenant` is not as documented.", "query.tenant"), OtherTenant],
    };
}
