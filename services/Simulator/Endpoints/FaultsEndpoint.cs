using System.Text.Json;
using Wan.Simulator.Faults;

namespace Wan.Simulator.Endpoints;

/// <summary>Shows and replaces the faults in force.</summary>
internal sealed class FaultsEndpoint(FaultList faults, FrontDoor door)
{
    public Task GetAsync(HttpContext context) => List().WriteAsync(context);

    public Task DeleteAsync(HttpContext context)
    {
        faults.Replace([]);
        return List().WriteAsync(context);
    }

    public async Task PutAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var (read, pointer, rule) = FaultReader.Read(body.RootElement);
            if (read is null)
            {
                await Problem(pointer!, rule!).WriteAsync(context);
                return;
            }

            faults.Replace(read);
            await List().WriteAsync(context);
            foreach (var fault in read.Where(fault => fault.ShutsDoorAtOnce))
                door.ShutAfter(context, fault);
        }
        catch (JsonException e)
        {
            await Problem("", $"must be JSON: {e.Message}").WriteAsync(context);
        }
    }

    private static Answer Problem(string pointer, string rule) => Answer.Json(StatusCodes.Status400BadRequest, json =>
    {
        json.WriteString("title", "These faults can't be read; those before stay in force.");
        json.WriteNumber("status", StatusCodes.Status400BadRequest);
        json.WriteString("detail", $"{(pointer.Length == 0 ? "The body" : pointer)} {rule}.");
        json.WriteString("pointer", pointer);
    }) with { ContentType = "application/problem+json" };

    private Answer List() => Answer.Ok(json =>
    {
        json.WriteStartArray("faults");
        foreach (var (fault, fired) in faults.Report())
        {
            json.WriteStartObject();
            foreach (var field in JsonSerializer.SerializeToElement(fault, FaultJson.Default.Fault).EnumerateObject().Where(field => field.Name != "kind"))
                field.WriteTo(json);
            json.WriteString("kind", fault.Kind.Name());
            json.WriteNumber("fired", fired);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
