namespace Wan.Storage;

/// <summary>Names of owners and collections: they become file names and table names, so they are kept plain.</summary>
internal static class CollectionName
{
    public static void Check(string name)
    {
        if (name.Length is 0 or > 60 || !char.IsAsciiLetterLower(name[0]) || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            throw new ArgumentException($"'{name}' can't name documents: use 1 to 60 lower-case letters, digits and underscores.", nameof(name));
    }
}
