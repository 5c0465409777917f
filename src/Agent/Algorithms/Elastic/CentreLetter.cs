namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>The letters between workers and centres; their numbers are the kinds on the wire.</summary>
internal static class CentreLetter
{
    /// <summary>Worker → centre: a vector for the centre to meet; scalars number of the request, moving rate.</summary>
    public const int Request = 1;

    /// <summary>Centre → worker: what the centre answers; scalars number of the request, round of the host.</summary>
    public const int Answer = 2;

    /// <summary>No centre here at present; scalar number of the request. It counts for nothing.</summary>
    public const int Refusal = 3;

    /// <summary>What do you know of the centre? From an agent that begins to hold one, or begins anew.</summary>
    public const int Question = 4;

    /// <summary>The newest centre that the sender knows, as in an answer, and nothing when it knows none; scalar round
    /// of the host then, −1 for none.</summary>
    public const int Newest = 5;

    /// <summary>Centre → worker: the centre as its host leaves it, for good or for a while; scalar its round.</summary>
    public const int Farewell = 6;
}
