using System.Text;

namespace Wan.Intake.Tests;

/// <summary>Bytes of JSON that something was done to, so that most of them are still JSON.</summary>
internal static class SpoiltBodies
{
    private static readonly string[] Pieces =
        ["null", "-1", "1e999", "\"\"", "[]", "{}", "\"\\ud800\"", "true", "99999999999999999999", "0.1", ",", ":", "\"model\":\"x\",", "[[[[[[[[", "\0", "\uFEFF"];

    /// <summary>Changes up to three places of it, or none.</summary>
    public static byte[] Spoil(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var times = random.Next(4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    ReplaceValue(bytes, at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    bytes.InsertRange(at, [.. bytes.Skip(random.Next(bytes.Count)).Take(random.Next(40))]);
                    break;
            }

            if (bytes.Count == 0)
                break;
        }

        return [.. bytes];
    }

    // Whatever stands between the next colon and the next comma or brace becomes another value, so that the JSON mostly stays JSON.
    private static void ReplaceValue(List<byte> bytes, int from, string value)
    {
        var colon = bytes.IndexOf((byte)':', from);
        if (colon < 0)
            return;
        var end = bytes.FindIndex(colon, character => character is (byte)',' or (byte)'}' or (byte)']');
        if (end < 0)
            return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(value));
    }
}
