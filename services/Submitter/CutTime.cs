using System.Globalization;

namespace Wan.Submitter;

/// <summary>A time in a shared document that lay further ahead than any rule could have put it.</summary>
/// <param name="Field">Which one, as it is stored.</param>
/// <param name="Was">What stood there.</param>
internal sealed record CutTime(string Field, DateTimeOffset Was)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Field} {Was:u}");
}
