using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Wan.DashScope.Accounts;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Standalone;

/// <summary><c>settings</c>: writes every setting with its meaning, default and range as Markdown, out of the options' own comments.</summary>
internal static class SettingsCommand
{
    private static readonly (string Title, Assembly Assembly)[] Parts =
    [
        ("The vendor", typeof(DashScopeOptions).Assembly),
        ("Intake", typeof(Intake.IntakeServiceCollectionExtensions).Assembly),
        ("Submitter", typeof(Submitter.SubmitterServiceCollectionExtensions).Assembly),
        ("Poller", typeof(Poller.PollerServiceCollectionExtensions).Assembly),
        ("Archiver", typeof(Archiver.ArchiverServiceCollectionExtensions).Assembly),
        ("Notifier", typeof(Notifier.NotifierServiceCollectionExtensions).Assembly),
        ("Storage, in every service", typeof(StorageOptions).Assembly),
        ("Clocks and doors, in every service", typeof(ClockOptions).Assembly),
        ("The simulator", typeof(Simulator.SimulatorOptions).Assembly),
    ];

    /// <summary>Runs it.</summary>
    /// <returns>The exit code, 0.</returns>
    public static int Run(TextWriter output)
    {
        output.WriteLine("""
            # Settings

            Made by `./wan settings` out of the comments in the code; change it there.

            A key is written with `:` between its parts in `appsettings.json` and on the command line (`--Submitter:Tick=00:00:02`), and with `__` in the
            environment (`Submitter__Tick=00:00:02`). Times are `days.hours:minutes:seconds`. A value that is out of range, and a key that one of these
            sections doesn't have, end the process at its start with a line that names it. Keys and passwords belong into the environment or into files of
            their own: `WAN_SECRETS=/run/secrets` names a folder in which each file is a setting, its name the key with `__` (`Auth__SigningKey`). What stands
            there counts before the environment.

            Two more are read by every service: `WAN_RABBITMQ`, the broker's AMQP URL (`amqps://` for TLS), and the variables of OpenTelemetry,
            `OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_METRICS_EXPORTER` (docs/metrics.md) above all.
            """);
        var comments = new Comments();
        foreach (var (title, assembly) in Parts)
        {
            output.WriteLine();
            output.WriteLine($"## {title}");
            if (assembly == typeof(DashScopeOptions).Assembly)
                Write(output, comments, "", typeof(DashScopeOptions));
            foreach (var options in assembly.GetTypes().Where(type => SectionOf(type) is not null).OrderBy(SectionOf, StringComparer.Ordinal))
                Write(output, comments, SectionOf(options)!, options);
        }

        return 0;
    }

    private static string? SectionOf(Type type) => type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static void Write(TextWriter output, Comments comments, string section, Type options)
    {
        output.WriteLine();
        output.WriteLine("| key | default | range | meaning |");
        output.WriteLine("|---|---|---|---|");
        WriteRows(output, comments, section.Length == 0 ? "" : $"{section}:", options);
    }

    private static void WriteRows(TextWriter output, Comments comments, string prefix, Type options)
    {
        var defaults = Activator.CreateInstance(options, nonPublic: true);
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting))
        {
            var key = prefix + (property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name);
            var (suffix, type) = ElementOf(property.PropertyType);
            key += suffix;
            if (IsGroup(type))
                WriteRows(output, comments, $"{key}:", type);
            else
                output.WriteLine($"| `{key}` | {Show(property.GetValue(defaults))} | {RangeOf(property)} | {comments.Of(property).Replace("|", "\\|", StringComparison.Ordinal)} |");
        }
    }

    private static bool IsSetting(PropertyInfo property) => property.CanWrite || ElementOf(property.PropertyType).Suffix.Length > 0;

    // What stands in one value of the configuration, and what stands between it and its property's name.
    private static (string Suffix, Type Type) ElementOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return ("", value);
        if (type.IsArray)
            return (":0", type.GetElementType()!);
        return type.IsGenericType
            ? type.GetGenericArguments() is [_, var named] ? (":NAME", named.IsArray ? named.GetElementType()! : named) : (":0", type.GetGenericArguments()[0])
            : ("", type);
    }

    private static bool IsGroup(Type type) =>
        type.IsClass && type.Namespace?.StartsWith("Wan.", StringComparison.Ordinal) == true && type.GetConstructor(Type.EmptyTypes) is not null;

    private static string Show(object? value) => value switch
    {
        null or "" => "",
        bool flag => flag ? "`true`" : "`false`",
        string text => $"`{text}`",
        System.Collections.IEnumerable => "",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value}`",
    };

    private static string RangeOf(PropertyInfo property)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            return string.Join(" or ", allowed.Values.Select(Show));
        if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
            return "";
        var most = Convert.ToString(range.Maximum, CultureInfo.InvariantCulture);
        return range.Maximum is int.MaxValue or long.MaxValue or double.MaxValue or 9.2233720368547758E+18 ? $"from {range.Minimum}" : $"{range.Minimum} to {most}";
    }
}
