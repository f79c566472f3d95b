using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>Which kinds of media may stand together: one of the family's sets, and none beside what it excludes.</summary>
internal static class CombinationChecks
{
    private const string MediaPointer = Pointer.Input + "/" + InputField.Media;

    public static void Check(FindingList findings, in RequestFacts facts)
    {
        var input = facts.Family!.Input;
        var pointer = input.Takes(InputField.Media) ? MediaPointer : Pointer.Input;
        if (input.SetBits is { } sets && !sets.Contains(facts.KindBits))
        {
            findings.Error("media.combination", pointer,
                $"{facts.Model} takes one of: {string.Join("; ", input.Sets!.Select(set => Words(set, input)))}. There is {Present(input, facts)}.");
        }

        if (facts.KindBits == 0)
        {
            return;
        }

        foreach (var rule in input.Rules)
        {
            if (!facts.Has(rule.Kind))
            {
                continue;
            }

            if ((rule.NotBesideBits & facts.KindBits) != 0)
            {
                foreach (var other in rule.NotBeside!)
                {
                    if (facts.Has(other))
                    {
                        findings.Error("media.combination", pointer, $"{rule.Name} and {input.Rule(other)?.Name} may not stand together; take out one of them.");
                    }
                }
            }

            if (rule.DoubtedWithout is { } missing && !facts.Has(missing))
            {
                findings.Warning("media.doubtful_combination", pointer,
                    $"The vendor's page does not say whether {facts.Model} takes {rule.Name} without {input.Rule(missing)?.Name}. It is sent on as it is.");
            }
        }
    }

    private static string Words(IReadOnlyList<MediaKind> set, InputRules input) => string.Join(" and ", set.Select(kind => input.Rule(kind)?.Name));

    private static string Present(InputRules input, RequestFacts facts)
    {
        var names = input.Media.Where(rule => facts.Has(rule.Kind)).Select(rule => rule.Name).ToList();
        return names.Count == 0 ? "none of these" : string.Join(" and ", names);
    }
}
