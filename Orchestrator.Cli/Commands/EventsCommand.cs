using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc events enable|disable|show</c></summary>
public sealed class EventsCommand : Command
{
    public EventsCommand(CommandServices services)
        : base("events", "Have Azure tell the server when resources of a subscription change.")
    {
        Add(new EnableEventsCommand(services));
        Add(new DisableEventsCommand(services));
        Add(new ShowEventsCommand(services));
    }
}
