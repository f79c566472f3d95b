using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Wan.Storage;

/// <summary>Where a page ended: the last document's time and id, as an opaque word.</summary>
/// <param name="CreatedAt">UTC ticks.</param>
/// <param name="Id">The document's id.</param>
public readonly record struct PageCursor(long CreatedAt, string Id)
{
    /// <summary>Writes it as base64url.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}:{Id}")));

    /// <summary>Reads what <see cref="ToString"/> wrote; null stays null.</summary>
    /// <exception cref="ArgumentException">It is not a cursor.</exception>
    public static PageCursor? Read(string? cursor)
    {
        if (cursor is null)
            return null;
        try
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var createdAt))
                return new PageCursor(createdAt, text[(colon + 1)..]);
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new ArgumentException("The cursor is not one that a page ended with. Ask for the first page without a cursor.", nameof(cursor));
    }
}
