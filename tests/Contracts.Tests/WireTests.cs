using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using MassTransit;

namespace Wan.Contracts.Tests;

/// <summary>Other teams bind to these names; no refactoring may move them.</summary>
public sealed partial class WireTests
{
    // But those that hold only functions and constants.
    private static readonly Type[] Types = [.. typeof(GenerateVideo).Assembly.GetExportedTypes().Where(type =>
        !type.IsSubclassOf(typeof(Attribute)) && type != typeof(ExtraFields) && type != typeof(TaskFoundBy) && type != typeof(CancellationReason))];

    private static IEnumerable<string> CommittedNames => Qualify(Resources.Read("wire").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> ActualNames => Qualify(Types.Where(type => type.IsClass).SelectMany(DescribeWire));

    private static IEnumerable<Type> Messages => Types.Where(type => type.IsDefined(typeof(EntityNameAttribute)) || type.IsDefined(typeof(MessageUrnAttribute)));

    [Fact]
    public void Every_message_has_both_wire_names_made_from_its_own()
    {
        foreach (var type in Messages)
        {
            var name = JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name);
            ExchangeOf(type).ShouldBe($"wan.{name}", type.Name);
            UrnOf(type).ShouldBe($"wan:{name}", type.Name);
        }
    }

    [Fact]
    public void A_type_without_wire_names_is_part_of_a_message_and_not_sent_by_itself()
    {
        var parts = Messages.SelectMany(PartsOf).ToHashSet();

        Types.Except(Messages).Where(type => !parts.Contains(type)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_property_has_an_explicit_name_in_snake_case()
    {
        foreach (var property in Types.SelectMany(PropertiesOf))
        {
            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name;
            var subject = $"{property.DeclaringType!.Name}.{property.Name}";
            name.ShouldNotBeNull(subject);
            SnakeCase().IsMatch(name).ShouldBeTrue($"{subject}: {name}");
        }
    }

    [Fact]
    public void Every_message_is_a_sealed_record_that_can_be_extended_without_breaking_its_readers()
    {
        foreach (var type in Types.Where(type => type is { IsClass: true, IsAbstract: false }))
        {
            type.IsSealed.ShouldBeTrue(type.Name);
            type.GetMethod("<Clone>$").ShouldNotBeNull(type.Name);
            type.GetConstructor(Type.EmptyTypes).ShouldNotBeNull(type.Name);
        }
    }

    /// <summary>A name that is gone or moved breaks somebody who isn't here to say so. One that was required may become one that may be left out: then it stands there in both ways.</summary>
    [Fact]
    public void No_name_that_was_ever_committed_is_gone_or_has_become_required()
    {
        CommittedNames.Except(ActualNames).Except(ActualNames.Select(name => $"{name} required")).ShouldBeEmpty("These names are in wire.txt, which is added to and never changed.");
    }

    [Fact]
    public void Every_name_is_committed()
    {
        ActualNames.Except(CommittedNames).ShouldBeEmpty("Add these names to wire.txt, each below its type.");
    }

    private static IEnumerable<string> DescribeWire(Type type)
    {
        yield return Messages.Contains(type) ? $"{ExchangeOf(type)} {UrnOf(type)}" : $"part {type.Name}";
        foreach (var property in PropertiesOf(type))
        {
            var need = property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)) ? " required" : "";
            yield return $"  {property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name}{need}";
        }
    }

    private static IEnumerable<string> Qualify(IEnumerable<string> lines)
    {
        var type = "";
        foreach (var line in lines)
        {
            type = line.StartsWith(' ') ? type : line;
            yield return line == type ? type : $"{type}: {line.Trim()}";
        }
    }

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(property => !property.IsDefined(typeof(JsonExtensionDataAttribute)) && !property.IsDefined(typeof(JsonIgnoreAttribute)));

    private static IEnumerable<Type> PartsOf(Type type)
    {
        var parts = PropertiesOf(type)
            .Select(property => property.PropertyType)
            .Select(property => property.IsGenericType ? property.GetGenericArguments()[^1] : property)
            .Where(Types.Contains);
        return parts.SelectMany(part => PartsOf(part).Prepend(part));
    }

    private static string? ExchangeOf(Type type) => type.GetCustomAttribute<EntityNameAttribute>()?.EntityName;

    private static string? UrnOf(Type type) => type.GetCustomAttribute<MessageUrnAttribute>()?.Urn.OriginalString.Replace("urn:message:", "", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
