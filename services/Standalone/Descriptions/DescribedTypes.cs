using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Standalone.Descriptions;

/// <summary>
/// Tells ASP.NET Core of the types of a door's bodies, so that it makes schemas of them. It does so for the description alone: at a running door such metadata would have it
/// answer by itself to bodies of another type.
/// </summary>
internal static class DescribedTypes
{
    public const string Json = "application/json";

    /// <summary>Under which made-up status it knows problem documents.</summary>
    public const int ProblemStatus = 599;

    // And the other bodies of a status that may have several.
    private const int Others = 600;

    /// <summary>Under which status it knows an answer's body.</summary>
    public static int StatusOf(DoorDescription description, DoorAnswer answer)
    {
        var index = description.Answers.ToList().IndexOf(answer);
        return description.Answers.Take(index).Any(other => other.Status == answer.Status) ? Others + index : answer.Status;
    }

    /// <summary>Tells it of a door.</summary>
    public static void Declare(EndpointBuilder door)
    {
        if (door.Metadata.OfType<DoorDescription>().LastOrDefault() is not { } description)
        {
            door.Metadata.Add(new ExcludeFromDescriptionAttribute());
            return;
        }

        foreach (var inferred in door.Metadata.OfType<IProducesResponseTypeMetadata>().ToList())
            door.Metadata.Remove(inferred);
        if (!door.Metadata.OfType<MethodInfo>().Any())
            door.Metadata.Add(((Action)Nothing).Method);
        if (!door.Metadata.OfType<IHttpMethodMetadata>().Any())
            door.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get]));
        if (description.Body is { } body)
            door.Metadata.Add(new AcceptsMetadata([Json], body.Type, body.IsOptional));
        foreach (var answer in description.Answers.Where(answer => answer.Type is not null))
            door.Metadata.Add(new ProducesResponseTypeMetadata(StatusOf(description, answer), answer.Type, [Json]));
        door.Metadata.Add(new ProducesResponseTypeMetadata(ProblemStatus, typeof(Problem), [Json]));
    }

    // A door that is no method of its own, such as a health check, is left out else.
    private static void Nothing()
    {
    }
}
