using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Embedded")]
[assembly: InternalsVisibleTo("Orchestrator.Embedded.Tests")]
