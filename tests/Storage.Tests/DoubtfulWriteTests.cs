using Wan.Storage.Calls;

namespace Wan.Storage.Tests;

public sealed class DoubtfulWriteTests
{
    private const long Own = 7;

    private static readonly StorageUnavailableException NoAnswer = new("no answer", mayHaveBeenStored: true);
    private static readonly StorageUnavailableException Refused = new("refused", mayHaveBeenStored: false);
    private static readonly StorageUnavailableException Election = new("election", mayHaveBeenStored: false) { IsOfAMoment = true };

    private readonly Queue<object> answers = new();
    private readonly Queue<Stamp?> looks = new();

    [Fact]
    public async Task A_clear_answer_of_a_store_that_gives_each_once_is_believed()
    {
        answers.Enqueue(WriteAnswer.Lost);

        (await SettleAsync(answersOnce: true)).ShouldBe(WriteAnswer.Lost);
        looks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_and_that_is_there_is_done()
    {
        answers.Enqueue(NoAnswer);
        looks.Enqueue(new Stamp(6, Own));

        (await SettleAsync()).ShouldBe(WriteAnswer.Done);
    }

    [Fact]
    public async Task One_that_is_not_there_is_made_again()
    {
        answers.Enqueue(NoAnswer);
        looks.Enqueue(new Stamp(5, 1));
        answers.Enqueue(WriteAnswer.Done);

        (await SettleAsync()).ShouldBe(WriteAnswer.Done);
    }

    [Fact]
    public async Task Another_write_in_its_place_means_that_it_is_lost()
    {
        answers.Enqueue(NoAnswer);
        looks.Enqueue(new Stamp(6, 8));

        (await SettleAsync()).ShouldBe(WriteAnswer.Lost);
    }

    [Fact]
    public async Task A_majority_that_does_not_see_yet_what_the_primary_has_is_asked_again()
    {
        answers.Enqueue(NoAnswer);
        looks.Enqueue(new Stamp(5, 1));
        answers.Enqueue(WriteAnswer.Lost);
        looks.Enqueue(new Stamp(5, 1));
        answers.Enqueue(WriteAnswer.Lost);
        looks.Enqueue(new Stamp(6, Own));

        (await SettleAsync()).ShouldBe(WriteAnswer.Done);
    }

    [Fact]
    public async Task A_duplicate_that_is_ones_own_is_no_duplicate()
    {
        answers.Enqueue(WriteAnswer.Lost);
        looks.Enqueue(new Stamp(1, Own));

        (await SettleAsync(expectedVersion: 0)).ShouldBe(WriteAnswer.Done);
    }

    [Fact]
    public async Task A_key_that_another_document_has_is_taken_whatever_came_before()
    {
        answers.Enqueue(NoAnswer);
        looks.Enqueue(null);
        answers.Enqueue(WriteAnswer.KeyTaken);
        looks.Enqueue(null);

        (await SettleAsync(expectedVersion: 0)).ShouldBe(WriteAnswer.KeyTaken);
    }

    [Fact]
    public async Task What_was_refused_at_once_is_told_at_once()
    {
        answers.Enqueue(Refused);

        (await Should.ThrowAsync<StorageUnavailableException>(() => SettleAsync())).ShouldBeSameAs(Refused);
    }

    [Fact]
    public async Task A_refusal_after_a_doubt_ends_it_not()
    {
        answers.Enqueue(NoAnswer);
        looks.Enqueue(new Stamp(5, 1));
        answers.Enqueue(Refused);
        looks.Enqueue(new Stamp(5, 1));
        answers.Enqueue(WriteAnswer.Lost);
        looks.Enqueue(new Stamp(6, Own));

        (await SettleAsync()).ShouldBe(WriteAnswer.Done);
    }

    [Fact]
    public async Task A_refusal_of_a_moment_is_tried_again()
    {
        answers.Enqueue(Election);
        looks.Enqueue(new Stamp(5, 1));
        answers.Enqueue(WriteAnswer.Done);

        (await SettleAsync()).ShouldBe(WriteAnswer.Done);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task At_the_deadline_it_is_said_whether_it_may_have_been_stored(bool doubt)
    {
        using var deadline = new CancellationTokenSource();
        var told = await Should.ThrowAsync<StorageUnavailableException>(() => DoubtfulWrite.SettleAsync(
            async () =>
            {
                await deadline.CancelAsync();
                throw doubt ? NoAnswer : Election;
            },
            () => Task.FromResult<Stamp?>(new Stamp(5, 1)), 5, Own, answersOnce: false, deadline.Token));

        told.MayHaveBeenStored.ShouldBe(doubt);
    }

    private Task<WriteAnswer> SettleAsync(long expectedVersion = 5, bool answersOnce = false) => DoubtfulWrite.SettleAsync(
        () => answers.Dequeue() switch
        {
            WriteAnswer answer => Task.FromResult(answer),
            var exception => Task.FromException<WriteAnswer>((StorageUnavailableException)exception),
        },
        () => Task.FromResult(looks.Dequeue()), expectedVersion, Own, answersOnce, CancellationToken.None);
}
