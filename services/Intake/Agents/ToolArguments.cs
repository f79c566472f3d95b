using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Wan.Intake.Agents;

/// <summary>The arguments of a call. One that is null is not there.</summary>
internal sealed class ToolArguments(IDictionary<string, JsonElement> given)
{
    /// <summary>Sees that there are no others than these, and all that must be there.</summary>
    /// <exception cref="ToolArgumentException">It is not so.</exception>
    public void Check(IReadOnlyList<string> known, IReadOnlyList<string> required)
    {
        var takes = known.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", known)}.";
        if (given.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } other)
            throw new ToolArgumentException("argument.unknown", other, $"This tool takes no argument '{other}'. {takes}");
        if (required.FirstOrDefault(name => Find(name) is null) is { } missing)
            throw new ToolArgumentException("argument.missing", missing, $"The argument {missing} is missing. {takes}");
    }

    /// <summary>One as text, as it would stand in an address; null if it is not there.</summary>
    /// <exception cref="ToolArgumentException">It is an object or a list.</exception>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } word => word.GetRawText(),
        _ => throw new ToolArgumentException("argument.wrong_type", name, $"{name} must be a text, a number, true or false."),
    };

    /// <summary>An amount of money; null if it is not there.</summary>
    /// <exception cref="ToolArgumentException">It is none.</exception>
    public decimal? Amount(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new ToolArgumentException("argument.wrong_type", name, $"{name} must be a number of 0 or more, such as 2.50, not '{text}'.");
    }

    /// <summary>Seconds to wait; null if it is not there.</summary>
    /// <exception cref="ToolArgumentException">It is out of range.</exception>
    public int? Seconds(string name, int most)
    {
        if (Text(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= most
            ? seconds
            : throw new ToolArgumentException("argument.out_of_range", name, $"{name} must be a whole number of seconds, at most {most}, not '{text}'.");
    }

    /// <summary>One as JSON, as it came.</summary>
    /// <exception cref="ToolArgumentException">It is no object.</exception>
    public byte[] Json(string name) => Find(name) is { ValueKind: JsonValueKind.Object } json
        ? Encoding.UTF8.GetBytes(json.GetRawText())
        : throw new ToolArgumentException("argument.wrong_type", name, $"{name} must be an object.");

    private JsonElement? Find(string name) => given.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;
}

/// <summary>An argument is not as the tool says.</summary>
/// <param name="code">Stable name of what is wrong.</param>
/// <param name="argument">Which one.</param>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class ToolArgumentException(string code, string argument, string message) : Exception(message)
{
    /// <summary>Stable name of what is wrong.</summary>
    public string Code => code;

    /// <summary>Which one.</summary>
    public string Argument => argument;
}
