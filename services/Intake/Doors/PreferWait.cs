using System.Globalization;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Ends;

namespace Wan.Intake.Doors;

/// <summary>
/// The header <c>Prefer: wait=N</c> (RFC 7240, 4.3): whoever asks would rather wait N seconds for the end than ask again. <c>wait</c> alone is as long as
/// there is. A preference that can't be read is left out, as the RFC has it; the answer says in <c>Preference-Applied</c> what was done.
/// </summary>
internal static class PreferWait
{
    private const string Header = "Prefer";

    /// <summary>Waits as is preferred, if the generation has not ended.</summary>
    public static async Task<Generation> ApplyAsync(HttpContext context, Generation generation, EndWait wait, CancellationToken cancellationToken)
    {
        if (Read(context.Request.Headers) is not { } seconds)
            return generation;
        using var place = wait.Enter(context.Requester().OnlyTenant);
        if (place is null)
            return generation; // Without Preference-Applied: it was not.
        context.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={seconds}");
        return await wait.WaitAsync(generation, TimeSpan.FromSeconds(seconds), cancellationToken);
    }

    /// <summary>The seconds to wait, 0 to 60; null if there is no such preference.</summary>
    internal static int? Read(IHeaderDictionary headers)
    {
        foreach (var preference in headers.GetCommaSeparatedValues(Header))
        {
            var parts = preference.Split(';', 2)[0].Split('=', 2, StringSplitOptions.TrimEntries); // Behind a semicolon are parameters of the preference.
            if (!parts[0].Equals("wait", StringComparison.OrdinalIgnoreCase))
                continue;
            var longest = (int)EndWait.Longest.TotalSeconds;
            if (parts.Length == 1)
                return longest;
            return ulong.TryParse(parts[1].Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? (int)Math.Min(seconds, (ulong)longest) : null; // The first one counts.
        }

        return null;
    }
}
