namespace Orchestrator.Cli;

/// <summary>Every exit code of <c>orc</c>; docs/cli.md lists them for users.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The operation failed, or the server refused or failed to do what was asked.</summary>
    public const int Failed = 1;

    /// <summary><c>diff</c>, <c>drift</c>, <c>plan --detailed-exitcode</c>: there are changes.</summary>
    public const int Changes = 2;

    /// <summary>The manifest or the command line is wrong; nothing was changed.</summary>
    public const int InvalidInput = 3;

    public const int Unreachable = 4;

    /// <summary>The time given with <c>--timeout</c> is over; the operation goes on.</summary>
    public const int Timeout = 5;

    public const int NotFound = 6;

    /// <summary>The server did not accept the key or the token, or the caller's role does not allow it.</summary>
    public const int Unauthorized = 7;

    /// <summary><c>serve</c>, <c>demo</c>: the port or the data folder is in use.</summary>
    public const int InUse = 8;

    /// <summary>Stopped with Ctrl-C before it was done.</summary>
    public const int Canceled = 130;
}
