using System.Runtime.InteropServices;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>The AI SDK in the two versions that are in use.</summary>
internal static class AiSdk
{
    /// <summary>Their numbers.</summary>
    public static readonly int[] Versions = [7, 6];

    /// <summary>Installs one, with a Node that it takes.</summary>
    /// <returns>The folder whose node_modules has it, and the Node to run it with.</returns>
    public static async Task<(string Place, string Node)> InstallAsync(int version)
    {
        if (version == 6)
            return (await OtherProgram.InstallAsync("ai-sdk-6", "ai@6.0.325", "@ai-sdk/alibaba@1.0.61"), "node");

        // It wants a newer one than Debian's.
        var node = $"node-linux-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        var place = await OtherProgram.InstallAsync("ai-sdk-7", "ai@7.0.173", "@ai-sdk/alibaba@2.0.58", $"{node}@22.23.3");
        return (place, Path.Combine(place, "node_modules", node, "bin", "node"));
    }
}
