using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>The table of codes is that of the rules.</summary>
public sealed class FindingCodesTests
{
    // Of files, which FileRuleTests look at; of bodies that are no request at all, which HostileBodyTests send; and of too many findings.
    private static readonly string[] NotInCases =
    [
        "body.byte_order_mark", "body.duplicate_key", "body.lone_surrogate", "body.not_an_object", "body.not_json", "body.not_utf8", "findings.too_many",
        "file.length", "file.misplaced", "file.not_found", "file.other_kind", "file.pixels", "file.ratio", "file.too_large", "file.total_length", "file.transparent",
    ];

    [Fact]
    public void It_has_every_code_of_the_rules_and_no_other()
    {
        var known = RuleCases.Rules.SelectMany(rule => rule.Findings.Split(',', StringSplitOptions.TrimEntries))
            .Select(finding => finding.TrimStart('~').Split(' ')[0])
            .Where(code => code.Contains('.', StringComparison.Ordinal))
            .Concat(NotInCases)
            .Distinct().Order(StringComparer.Ordinal);

        FindingCodes.All.Order(StringComparer.Ordinal).ShouldBe(known);
    }
}
