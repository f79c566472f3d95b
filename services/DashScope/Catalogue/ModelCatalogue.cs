using System.Reflection;
using System.Text;
using System.Text.Json;
using Wan.DashScope.Requests;

namespace Wan.DashScope;

/// <summary>
/// Which models there are and what rules each follows. A model belongs to the family whose name it has, with or without a date behind it
/// (<c>wan2.7-r2v-2026-06-12</c>); the configuration can add further names.
/// </summary>
public sealed class ModelCatalogue
{
    private readonly (FieldName Model, ModelFamily Family)[] models;

    /// <summary>The vendor's families, and these further model names with the name of the family that each belongs to.</summary>
    /// <exception cref="ArgumentException">There is no such family.</exception>
    public ModelCatalogue(IEnumerable<KeyValuePair<string, string>>? furtherModels = null)
    {
        Families = Load();
        var further = (furtherModels ?? []).Select(pair =>
            (new FieldName(pair.Key), Families.FirstOrDefault(family => family.Name == pair.Value)
                ?? throw new ArgumentException($"{CatalogueOptions.SectionName}:Models:{pair.Key} names the family '{pair.Value}', which there is not; known: {string.Join(", ", Families.Select(family => family.Name))}.")));
        models = [.. Families.Select(family => (new FieldName(family.Name), family)).Concat(further).OrderByDescending(entry => entry.Item1.Text.Length)];
    }

    /// <summary>All families.</summary>
    public IReadOnlyList<ModelFamily> Families { get; }

    /// <summary>All model names, without the dated ones that follow from them.</summary>
    public IEnumerable<string> Models => models.Select(entry => entry.Model.Text).Order(StringComparer.Ordinal);

    /// <summary>The family of a model, by the longest name that it begins with; null if it is unknown.</summary>
    public ModelFamily? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Find(Encoding.UTF8.GetBytes(model), out _);
    }

    internal ModelFamily? Find(ReadOnlySpan<byte> model, out string name)
    {
        foreach (var (known, family) in models)
        {
            if (model.StartsWith(known.Utf8) && (model.Length == known.Utf8.Length || IsDate(model[known.Utf8.Length..])))
            {
                name = model.Length == known.Utf8.Length ? known.Text : Encoding.UTF8.GetString(model);
                return family;
            }
        }

        name = "";
        return null;
    }

    // -2026-06-12
    private static bool IsDate(ReadOnlySpan<byte> suffix)
    {
        if (suffix.Length != 11)
        {
            return false;
        }

        for (var i = 0; i < suffix.Length; i++)
        {
            if (i is 0 or 5 or 8 ? suffix[i] != '-' : !char.IsAsciiDigit((char)suffix[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static List<ModelFamily> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var families = assembly.GetManifestResourceNames().Where(name => name.StartsWith("family/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return Prepare(JsonSerializer.Deserialize(stream, RulesJson.Default.ModelFamily)!);
            })
            .ToList();

        foreach (var family in families)
        {
            var others = families.Where(other => other != family).ToList();
            family.ForeignInput = [.. others.SelectMany(other => other.Input.Fields).Except(family.Input.Fields).Select(name => new FieldName(name))];
            family.ForeignParameters =
                [.. others.SelectMany(other => other.Parameters).Select(rule => rule.Name).Except(family.Parameters.Select(rule => rule.Name)).Select(name => new FieldName(name))];
        }

        return families;
    }

    private static ModelFamily Prepare(ModelFamily family)
    {
        // A field that no code reads would otherwise only show itself in somebody's request.
        foreach (var field in family.Input.Fields)
        {
            _ = default(InputFields)[field];
        }

        return family with { Parameters = PrepareParameters(family) };
    }

    private static List<ParameterRule> PrepareParameters(ModelFamily family) =>
    [
        .. family.Parameters.Select(rule =>
        {
            // A list that the file leaves out is null here, whatever the property's initialiser says: so source-generated JSON fills records.
            var values = rule.Values is { Count: > 0 } ? rule.Values : [.. family.Frames.Select(frame => frame[rule.Name]).OfType<string>().Distinct()];
            return rule with
            {
                Values = values,
                Field = new FieldName(rule.Name),
                Pointer = $"/parameters/{rule.Name}",
                Words = [.. values.Select(value => new FieldName(value))],
            };
        }),
    ];
}
