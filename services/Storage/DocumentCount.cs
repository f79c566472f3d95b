namespace Wan.Storage;

/// <summary>How far documents are counted: an exact place far back in a line is of no use to anybody, and would cost as much as the line is long.</summary>
public static class DocumentCount
{
    /// <summary>So many means "so many at least".</summary>
    public const int Limit = 5_000;
}
