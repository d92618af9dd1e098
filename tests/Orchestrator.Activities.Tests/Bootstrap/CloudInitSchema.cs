using System.ComponentModel;
using System.Diagnostics;

namespace Orchestrator.Activities.Tests.Bootstrap;

/// <summary>Asks the machine's own cloud-init whether a cloud-config is valid.</summary>
internal static class CloudInitSchema
{
    public static void Verify(string cloudConfig)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, cloudConfig);
            var (exitCode, output) = Run("schema", "--config-file", file);
            Assert.True(exitCode == 0 && !output.Contains("Invalid", StringComparison.OrdinalIgnoreCase), output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("cloud-init", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (Win32Exception)
        {
            Assert.Skip("cloud-init is not installed here; on Debian: apt-get install cloud-init.");
            throw;
        }
    }
}
