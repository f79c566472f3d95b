namespace Wan.Intake;

/// <summary>What may stand behind the question mark of an address: a parameter that is misspelt would else be left out without a word.</summary>
internal static class QueryRules
{
    /// <summary>Refuses parameters that are not named here, and those that come twice.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params string[] names) => endpoint.AddEndpointFilter(
        async (context, next) => Refuse(context.HttpContext.Request.Query, names) ?? await next(context));

    private static IResult? Refuse(IQueryCollection query, string[] names)
    {
        foreach (var (name, values) in query)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                var known = names.Length == 0 ? "It takes none." : $"It takes {string.Join(", ", names)}.";
                return Wrong("query.unknown", name, $"This address takes no parameter '{name}'. {known}");
            }

            if (values.Count > 1)
                return Wrong("query.repeated", name, $"The parameter '{name}' stands {values.Count} times in the address.");
        }

        return null;
    }

    private static IResult Wrong(string code, string name, string message) => Problems.BadRequest(Problems.Error(code, $"/{name}", message));
}
