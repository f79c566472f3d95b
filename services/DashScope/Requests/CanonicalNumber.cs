using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>
/// One spelling for one number, of any size and precision: <c>1.0</c>, <c>10e-1</c> and <c>1</c> are <c>1</c>. Digits are moved and never
/// computed with, so that nothing is lost.
/// </summary>
internal static class CanonicalNumber
{
    private const int MaxPlainExponent = 20;
    private const int MinPlainExponent = -6;

    public static string Of(JsonElement number) => Of(Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(number)));

    public static string Of(string number)
    {
        var isNegative = number[0] == '-';
        var mantissa = number.AsSpan(isNegative ? 1 : 0);
        long exponent = 0;
        var e = mantissa.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            // An exponent that long is left as it is; nobody computes with it.
            if (!long.TryParse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs(exponent) > int.MaxValue)
            {
                return number.ToLowerInvariant();
            }

            mantissa = mantissa[..e];
        }

        var point = mantissa.IndexOf('.');
        var all = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = all.AsSpan().TrimStart('0');
        if (digits.IsEmpty)
        {
            return "0";
        }

        exponent += digits.Length - digits.TrimEnd('0').Length;
        digits = digits.TrimEnd('0');
        return (isNegative ? "-" : "") + Write(digits, exponent);
    }

    /// <summary>Whether it is a whole number, of whatever size; what is written with a positive exponent is beyond any range here.</summary>
    public static bool IsWhole(string canonical) =>
        !canonical.Contains("e-", StringComparison.Ordinal)
        && (canonical.Contains('e', StringComparison.Ordinal) || !canonical.Contains('.', StringComparison.Ordinal));

    private static string Write(ReadOnlySpan<char> digits, long exponent)
    {
        // The decimal point stands behind this many digits.
        var scale = digits.Length + exponent;
        if (exponent >= 0 && scale <= MaxPlainExponent + 1)
        {
            return string.Concat(digits, new string('0', (int)exponent));
        }

        if (exponent < 0 && scale > 0)
        {
            return string.Concat(digits[..(int)scale], ".", digits[(int)scale..]);
        }

        if (exponent < 0 && scale > MinPlainExponent)
        {
            return string.Concat("0.", new string('0', (int)-scale), digits);
        }

        var fraction = digits.Length > 1 ? string.Concat(".", digits[1..]) : "";
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{scale - 1}");
    }
}
