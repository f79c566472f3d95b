using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Doors;
using Wan.Storage;

namespace Wan.Intake.Keys;

/// <summary>The doors of the keys, for operators.</summary>
internal static class KeyEndpoints
{
    private const int DefaultLimit = 50, MaxLimit = 200;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/keys", AddAsync).Needs(Scopes.Operate).Describes(KeyDescriptions.Add);
        routes.MapGet("/v1/keys", ListAsync).Needs(Scopes.Operate).Describes(KeyDescriptions.List);
        routes.MapGet("/v1/keys/{id}", FindAsync).Needs(Scopes.Operate).Describes(KeyDescriptions.Find);
        routes.MapDelete("/v1/keys/{id}", RevokeAsync).Needs(Scopes.Operate).Describes(KeyDescriptions.Revoke);
    }

    private static async Task<IResult> AddAsync(HttpContext context, KeyBook book, KeyRing ring, CancellationToken cancellationToken)
    {
        var (wanted, problem) = await context.Request.ReadBodyAsync(IntakeJson.Default.NewKey, cancellationToken);
        if (problem is not null)
            return problem;
        wanted ??= new NewKey();
        if (KeyRules.Check(wanted) is { Count: > 0 } findings)
            return Problems.Refused(findings);
        try
        {
            if (await book.AddAsync(wanted, cancellationToken) is not var (key, token))
                return Problems.Conflict(NameTaken(wanted), "This name is taken.");
            ring.Changed(key.Id);
            context.Response.Headers.CacheControl = "no-store";
            return Results.Json(KeyView.Of(key) with { Key = token }, IntakeJson.Default.KeyView, statusCode: StatusCodes.Status201Created);
        }
        catch (ConfigurationProblemException missing)
        {
            return Problems.NotConfigured(missing.Message);
        }
    }

    private static async Task<IResult> ListAsync(
        KeyBook book, CancellationToken cancellationToken, string? tenant = null, string? limit = null, string? cursor = null)
    {
        var size = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, out size) || size is < 1 or > MaxLimit))
            return Problems.BadRequest(Problems.Error("query.limit", "/limit", $"limit must be 1 to {MaxLimit}, not '{limit}'."));
        try
        {
            var page = await book.PageAsync(new PageQuery { Limit = size, Tenant = tenant, Cursor = cursor }, cancellationToken);
            return Results.Json(new KeyPageView { Items = [.. page.Items.Select(KeyView.Of)], Next = page.Next }, IntakeJson.Default.KeyPageView);
        }
        catch (ArgumentException)
        {
            return Problems.BadRequest(Problems.Error("query.cursor", "/cursor", "cursor must be the 'next' of an earlier page, as it was given."));
        }
    }

    private static async Task<IResult> FindAsync(string id, KeyBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } key ? Results.Json(KeyView.Of(key), IntakeJson.Default.KeyView) : Problems.NoKey(id);

    private static async Task<IResult> RevokeAsync(string id, KeyBook book, KeyRing ring, CancellationToken cancellationToken)
    {
        if (await book.RevokeAsync(id, cancellationToken) is null)
            return Problems.NoKey(id);
        ring.Changed(id);
        return Results.NoContent();
    }

    private static Contracts.Finding NameTaken(NewKey wanted) => Problems.Error(
        "key.name_taken", "/name", $"{wanted.Tenant} has a key with the name '{wanted.Name}'. Revoke that one, or choose another name.");
}
