using System.Text.Json;

namespace Wan.Simulator.Faults;

/// <summary>Reads a list of faults strictly: a test that misspells a field must not pass without its fault.</summary>
internal static class FaultReader
{
    /// <returns>The faults, or the JSON pointer of the first field that is wrong and what it must be.</returns>
    public static (List<Fault>? Faults, string? Pointer, string? Rule) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Array)
            return (null, "", "must be an array of faults");

        var faults = new List<Fault>();
        foreach (var item in body.EnumerateArray())
        {
            var (fault, field, rule) = ReadOne(item);
            if (fault is null)
                return (null, $"/{faults.Count}{(field is null ? "" : $"/{field}")}", rule);
            faults.Add(fault);
        }

        return (faults, null, null);
    }

    private static (Fault? Fault, string? Field, string? Rule) ReadOne(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return (null, null, "must be an object");
        if (!item.TryGetProperty("kind", out var name) || name.ValueKind != JsonValueKind.String || FaultRules.Find(name.GetString()!) is not { } kind)
            return (null, "kind", $"must be one of {FaultRules.All}");

        var fault = new Fault { Kind = kind };
        foreach (var field in item.EnumerateObject().Where(field => field.Name != "kind"))
        {
            if (!FaultRules.Takes(kind, field.Name))
                return (null, field.Name, $"is nothing that {name.GetString()} takes; it takes {FaultRules.Takes(kind)}");
            if (With(fault, field.Name, field.Value) is not { } read)
                return (null, field.Name, "has the wrong type");
            fault = read;
        }

        return FaultRules.Check(fault) is var (wrong, rule) ? (null, wrong, rule) : (fault, null, null);
    }

    private static Fault? With(Fault fault, string field, JsonElement value) => (field, value.ValueKind) switch
    {
        ("probability", JsonValueKind.Number) => fault with { Probability = value.GetDouble() },
        ("count", JsonValueKind.Number) when value.TryGetInt32(out var count) => fault with { Count = count },
        ("per_task", JsonValueKind.Number) when value.TryGetInt32(out var count) => fault with { PerTask = count },
        ("match", JsonValueKind.String) => fault with { Match = value.GetString() },
        ("account", JsonValueKind.String) => fault with { Account = value.GetString() },
        ("model", JsonValueKind.String) => fault with { Model = value.GetString() },
        ("seed", JsonValueKind.Number) when value.TryGetInt32(out var seed) => fault with { Seed = seed },
        ("after", JsonValueKind.Number) => fault with { After = value.GetDouble() },
        ("for", JsonValueKind.Number) => fault with { For = value.GetDouble() },
        ("seconds", JsonValueKind.Number) => fault with { Seconds = value.GetDouble() },
        ("bytes", JsonValueKind.Number) when value.TryGetInt64(out var bytes) => fault with { Bytes = bytes },
        ("offset", JsonValueKind.Number) when value.TryGetInt64(out var offset) => fault with { Offset = offset },
        ("bytes_per_second", JsonValueKind.Number) when value.TryGetInt64(out var speed) => fault with { BytesPerSecond = speed },
        ("status", JsonValueKind.Number) when value.TryGetInt32(out var status) => fault with { Status = status },
        ("code", JsonValueKind.String) => fault with { Code = value.GetString() },
        ("message", JsonValueKind.String) => fault with { Message = value.GetString() },
        ("word", JsonValueKind.String) => fault with { Word = value.GetString() },
        ("location", JsonValueKind.String) => fault with { Location = value.GetString() },
        ("accept", JsonValueKind.True or JsonValueKind.False) => fault with { Accept = value.GetBoolean() },
        _ => null,
    };
}
