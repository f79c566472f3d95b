using System.Text;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Catalogue;

/// <summary>
/// Which models there are and what rules each follows. A model belongs to the family whose name it has, with or without a date behind it
/// (<c>wan2.7-r2v-2026-06-12</c>); the configuration can add further names.
/// </summary>
public sealed class ModelCatalogue
{
    private readonly (FieldName Model, ModelFamily Family)[] models;

    /// <summary>The vendor's families, and these further model names with the name of the family that each belongs to.</summary>
    /// <exception cref="ArgumentException">There is no such family.</exception>
    /// <exception cref="InvalidDataException">A family's file is incomplete or contradicts itself; the message names it, the key, and what to do.</exception>
    public ModelCatalogue(IEnumerable<KeyValuePair<string, string>>? furtherModels = null)
        : this(FamilyFile.ReadAll(), furtherModels)
    {
    }

    internal ModelCatalogue(IEnumerable<ModelFamily> families, IEnumerable<KeyValuePair<string, string>>? furtherModels = null)
    {
        Families = Prepare(families);
        var further = (furtherModels ?? []).Select(pair => (new FieldName(pair.Key), FamilyNamed(pair.Value, pair.Key)));
        var own = Families.SelectMany(family => (family.Models ?? []).Prepend(family.Name).Select(name => (new FieldName(name), family)));
        models = [.. own.Concat(further).OrderByDescending(entry => entry.Item1.Text.Length)];
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

    /// <summary>
    /// Where tasks of a model are made: <see cref="ModelFamily.Path"/> of its family, or of all families where the model is unknown and they share one;
    /// else null.
    /// </summary>
    public string? PathOf(string model) =>
        Find(model)?.Path ?? (Families.All(family => family.Path == Families[0].Path) ? Families[0].Path : null);

    /// <summary>
    /// The names that a model's prices may be found by: its own, the one that it has without a date, and its family's, whose prices further models that
    /// its file names don't have.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="family">The family that it belongs or belonged to; null for none.</param>
    public IEnumerable<string> NamesOf(string model, ModelFamily? family)
    {
        ArgumentNullException.ThrowIfNull(model);
        return NamesOfModel(model, family);
    }

    private IEnumerable<string> NamesOfModel(string model, ModelFamily? family)
    {
        yield return model;
        var utf8 = Encoding.UTF8.GetBytes(model);
        var undated = models.Select(entry => entry.Model).FirstOrDefault(known => utf8.AsSpan().StartsWith(known.Utf8) && IsDate(utf8.AsSpan(known.Utf8.Length)))?.Text;
        if (undated is not null)
            yield return undated;
        if (family is not null && family.Models?.Contains(undated ?? model) != true)
            yield return family.Name;
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

    private ModelFamily FamilyNamed(string name, string model) =>
        Families.FirstOrDefault(family => family.Name == name) ?? throw new ArgumentException(
            $"{CatalogueOptions.SectionName}:Models:{model} names the family '{name}', which there is not; "
            + $"known: {string.Join(", ", Families.Select(family => family.Name))}.");

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

    private static List<ModelFamily> Prepare(IEnumerable<ModelFamily> raw)
    {
        var families = raw.Select(Prepare).ToList();
        FieldName[] names = [.. InputField.All, .. FieldName.List(families.SelectMany(family => family.Input.Fields).Except(InputField.All.Select(field => field.Text)))];
        if (names.Length > FieldValues.Most)
            throw new InvalidDataException($"Families: their input.fields have {names.Length} names together; FieldValues.Most is {FieldValues.Most}, raise it.");
        foreach (var family in families)
        {
            family.InputNames = names;
            family.OwnInput = FieldName.List(family.Input.Fields);
            family.ParameterFields = [.. family.Parameters.Select(rule => rule.Field)];
            family.ForeignInput = Foreign(family, other => other.Input.Fields);
            family.ForeignParameters = Foreign(family, other => other.Parameters.Select(rule => rule.Name));
        }

        return families;

        FieldName[] Foreign(ModelFamily family, Func<ModelFamily, IEnumerable<string>> fieldsOf) =>
            [.. families.Where(other => family.Group is null || other.Group == family.Group).SelectMany(fieldsOf).Except(fieldsOf(family)).Select(name => new FieldName(name))];
    }

    private static ModelFamily Prepare(ModelFamily family) =>
        family with { Input = PrepareInput(family.Input), Parameters = PrepareParameters(family) };

    private static InputRules PrepareInput(InputRules input)
    {
        MediaRule[] rules = [.. input.Media.Select(rule => rule with { Word = rule.Type is null ? null : new FieldName(rule.Type), NotBesideBits = rule.NotBeside.Bits() })];
        return PrepareInput(input, rules);
    }

    private static InputRules PrepareInput(InputRules input, MediaRule[] rules) => input with
    {
        Media = rules,
        Rules = rules,
        SetBits = input.Sets?.Select(set => set.Bits()).ToArray(),
        FileFormats =
        [
            .. input.Media.Where(rule => rule.Kind.File() is not null).GroupBy(rule => rule.Kind.File()!.Value)
                .Select(kind => (kind.Key, (IReadOnlyList<string>)[.. kind.SelectMany(rule => rule.Formats).Distinct()])),
        ],
        MediaUrls = input.Media.Aggregate(UrlSchemes.None, (all, rule) => all | rule.Urls),
        MediaTypes = [.. input.Media.Select(rule => rule.Type).OfType<string>()],
        FieldMedia = [.. rules.Where(rule => rule.Field is not null)],
        MediaFormats = [.. input.Media.SelectMany(rule => rule.Formats).Distinct()],
    };

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
