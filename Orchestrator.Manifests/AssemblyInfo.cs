using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Orchestrator.Manifests.Tests")]
