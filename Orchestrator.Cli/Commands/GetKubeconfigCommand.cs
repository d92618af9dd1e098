using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc get kubeconfig NAME</c></summary>
public sealed class GetKubeconfigCommand : ApiCommand
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Argument<string> _cluster = CommandOptions.Cluster();
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
    private readonly Option<string?> _file = new("--file") { Description = "Write it to this file, readable by you only, instead of the output.", HelpName = "FILE" };

    private readonly Option<bool> _user = new("--user") { Description = "AKS: the kubeconfig with which each user signs in with kubelogin, instead of the administrator's." };
    private readonly Option<bool> _publicName = new("--public-name") { Description = "AKS: with the public name of a private cluster's API server." };

    public GetKubeconfigCommand(CommandServices services)
        : base("kubeconfig", "Get the kubeconfig of a cluster's administrator.", services) =>
        Take(_cluster, _namespace, _file, _user, _publicName);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var cluster = ClusterName.Parse(arguments.GetRequiredValue(_cluster), arguments.GetValue(_namespace));
        var kubeconfig = await client.GetKubeconfigAsync(cluster, arguments.GetValue(_user), arguments.GetValue(_publicName), cancellation).ConfigureAwait(false);
        if (arguments.GetValue(_file) is not { } file)
        {
            Services.Output.WriteRaw(kubeconfig);
            return ExitCodes.Success;
        }

        await WriteAsync(Services.FullPath(file), kubeconfig, cancellation).ConfigureAwait(false);
        Services.Output.WriteLine($"{cluster}: written to {file}. Use it with: kubectl --kubeconfig {file} get nodes");
        return ExitCodes.Success;
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        try
        {
            // Somebody else's file mode on an older file must not show our keys: the new file replaces it whole.
            File.Delete(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var writer = new StreamWriter(path, options);
            await writer.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"{path}: cannot be written: {exception.Message}", "Name a file in a folder that exists and that you may write to.", exception);
        }
    }
}
