using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary>Every option and argument that more than one command has, made here so that it is named and told the same everywhere.</summary>
public static partial class CommandOptions
{
    public static Option<string[]> Files(bool required = true) => new("--file", "-f")
    {
        Description = "Manifest to read, YAML or JSON; '-' is standard input. May be given several times.",
        HelpName = "FILE",
        Required = required,
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string[]> Settings() => new("--set")
    {
        Description = "Value of a variable of the manifest; wins over the environment. May be given several times.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<OutputFormat> Output()
    {
        var option = new Option<OutputFormat>("--output", "-o") { Description = "How to write the answer: text, json or yaml.", HelpName = "text|json|yaml" };
        option.CustomParser = result => Enum.TryParse<OutputFormat>(result.Tokens[0].Value, ignoreCase: true, out var format) && Enum.IsDefined(format)
            ? format
            : Refuse<OutputFormat>(result, $"'{result.Tokens[0].Value}' is no output format: write text, json or yaml.");
        return option;
    }

    public static Option<bool> Wait() => new("--wait", "-w") { Description = "Wait until the operation has ended, and show how it goes." };

    public static Option<TimeSpan?> Timeout() => Duration("--timeout", "Longest time to wait, such as 90s, 30m or 2h.");

    public static Option<TimeSpan?> Duration(string name, string description)
    {
        var option = new Option<TimeSpan?>(name) { Description = description, HelpName = "DURATION" };
        option.CustomParser = result => ParseDuration(result.Tokens[0].Value)
            ?? Refuse<TimeSpan?>(result, $"'{result.Tokens[0].Value}' is no duration: write for example 90s, 30m or 2h.");
        return option;
    }

    public static Option<string?> Namespace() => new("--namespace", "-n") { Description = $"Namespace of the cluster [{ClusterName.DefaultNamespace}].", HelpName = "NAMESPACE" };

    public static Option<string?> Selector() => new("--selector", "-l") { Description = "Only clusters with these labels, such as env=prod,tier!=db.", HelpName = "SELECTOR" };

    /// <summary>Of commands that take manifests.</summary>
    public static Option<string?> ManifestSelector() => new("--selector", "-l") { Description = "Only the clusters of the manifests with these labels, such as env=prod,tier!=db.", HelpName = "SELECTOR" };

    public static Argument<string> Cluster() => new("NAME") { Description = "The cluster: NAME or NAMESPACE/NAME." };

    public static Argument<string> Operation() => new("ID") { Description = "The operation, such as default.c1.1." };

    public static Option<string?> Server() => new("--server") { Description = $"Address of the server [{ServerAddress.UrlVariable}, else that of the data folder].", HelpName = "URL" };

    public static Option<string?> Key() => new("--key") { Description = $"Key that the server wants [{ServerAddress.KeyVariable}, else that of the data folder].", HelpName = "KEY" };

    public static Option<string?> Token() => new("--token") { Description = $"Bearer token of your tenant, where the server wants one [{ServerAddress.TokenVariable}].", HelpName = "TOKEN" };

    public static Option<string> DataFolder() => new("--data-folder")
    {
        Description = "Folder of the local server's state.",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => ServerFile.DefaultFolder,
    };

    public static Option<string[]> Subscriptions() => new("--subscription")
    {
        Description = "Id of a subscription that simulated Azure has. May be given several times.",
        HelpName = "ID",
    };

    /// <param name="standard">What they are when none is given.</param>
    public static Option<string[]> Identities(string[] standard) => new("--identity")
    {
        Description = "ARM id of a user-assigned identity that exists from the start. May be given several times.",
        HelpName = "ARM-ID",
        DefaultValueFactory = _ => standard,
    };

    /// <param name="standard">What it is when it is not given.</param>
    /// <param name="following">How many ports after it are taken as well.</param>
    public static Option<int> Port(string description, int standard, int following)
    {
        var highest = 65535 - following;
        var option = new Option<int>("--port") { Description = description, HelpName = "PORT", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var port) && port >= 0 && port <= highest))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no port: write a number from 0 to {highest}.");
            }
        });
        return option;
    }

    /// <param name="standard">What it is when it is not given.</param>
    public static Option<double> Speed(double standard)
    {
        var option = new Option<double>("--speed")
        {
            Description = "Simulated seconds for each real second.",
            HelpName = "N",
            DefaultValueFactory = _ => standard,
        };
        option.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && !(double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 10_000))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no speed: write a number above 0, at most 10000.");
            }
        });
        return option;
    }

    private static T Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default!;
    }

    private static TimeSpan? ParseDuration(string text)
    {
        var match = DurationText().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number) || number <= 0)
        {
            return null;
        }

        var seconds = number * match.Groups["unit"].Value switch { "h" => 3600, "m" => 60, _ => 1 };
        return seconds <= TimeSpan.FromDays(30).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex("^(?<number>[0-9]+(\\.[0-9]+)?)(?<unit>[smh]?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DurationText();
}
